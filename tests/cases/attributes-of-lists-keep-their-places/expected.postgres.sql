-- migrate:upgrade
ALTER TYPE leg RENAME TO leg__old;

CREATE TYPE leg AS (
    a bigint,
    b bigint
);

ALTER TABLE walk ALTER COLUMN way TYPE leg[] USING way::text[]::leg[];

DROP TYPE leg__old;

-- migrate:downgrade
ALTER TYPE leg RENAME TO leg__old;

CREATE TYPE leg AS (
    a integer,
    b integer
);

ALTER TABLE walk ALTER COLUMN way TYPE leg[] USING way::text[]::leg[];

DROP TYPE leg__old;
