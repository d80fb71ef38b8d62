BEGIN;
DROP VIEW v;

DROP INDEX ix_settles;

DROP INDEX ix_starts;

-- loses the values of t.settles
ALTER TABLE t
    DROP CONSTRAINT t_starts,
    DROP CONSTRAINT starts_check,
    DROP COLUMN other,
    DROP COLUMN starts,
    ADD COLUMN other integer GENERATED ALWAYS AS (a + 1) STORED,
    ADD COLUMN starts integer,
    ALTER COLUMN wider TYPE integer,
    DROP COLUMN settles,
    ADD COLUMN settles integer GENERATED ALWAYS AS (a + 3) STORED,
    ADD CONSTRAINT t_starts UNIQUE (starts),
    ADD CONSTRAINT starts_check CHECK (starts > 0);

CREATE INDEX ix_settles ON t (settles);

CREATE INDEX ix_starts ON t (starts);

CREATE VIEW v AS
SELECT t.a,
    t.starts,
    t.settles
   FROM t;
COMMIT;
