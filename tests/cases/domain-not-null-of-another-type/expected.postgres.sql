-- migrate:upgrade
ALTER DOMAIN amount RENAME TO amount__old;

CREATE DOMAIN amount AS numeric(24,6) DEFAULT 0 CONSTRAINT amount_not_null NOT NULL
    CONSTRAINT nonneg CHECK (VALUE >= (0)::numeric);

ALTER TABLE entry ALTER COLUMN amt TYPE amount;

DROP DOMAIN amount__old;

-- migrate:downgrade
ALTER DOMAIN amount RENAME TO amount__old;

CREATE DOMAIN amount AS numeric(20,4) DEFAULT 0 CONSTRAINT amount_not_null NOT NULL
    CONSTRAINT nonneg CHECK (VALUE >= (0)::numeric);

-- loses digits of entry.amt
ALTER TABLE entry ALTER COLUMN amt TYPE amount;

DROP DOMAIN amount__old;
