BEGIN;
DROP VIEW v;

DROP INDEX ix_starts;

-- loses the values of t.starts
ALTER TABLE t
    DROP CONSTRAINT t_starts,
    DROP CONSTRAINT starts_check,
    DROP COLUMN other,
    ADD COLUMN other integer GENERATED ALWAYS AS (a + 2) STORED,
    ALTER COLUMN wider TYPE bigint,
    ALTER COLUMN settles DROP EXPRESSION,
    ALTER COLUMN settles SET DEFAULT 4,
    DROP COLUMN starts,
    ADD COLUMN starts integer GENERATED ALWAYS AS (a + 4) STORED,
    ADD CONSTRAINT t_starts UNIQUE (starts),
    ADD CONSTRAINT starts_check CHECK (starts > 0);

CREATE INDEX ix_starts ON t (starts);

CREATE VIEW v AS
SELECT t.a,
    t.starts,
    t.settles
   FROM t;
COMMIT;
