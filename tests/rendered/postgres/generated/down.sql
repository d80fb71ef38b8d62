BEGIN;
DROP VIEW v;

DROP INDEX ix_settles;

-- loses the values of t.settles
ALTER TABLE t
    DROP COLUMN other,
    ADD COLUMN other integer GENERATED ALWAYS AS (a + 1) STORED,
    ALTER COLUMN wider TYPE integer,
    ALTER COLUMN starts DROP EXPRESSION,
    DROP COLUMN settles,
    ADD COLUMN settles integer GENERATED ALWAYS AS (a + 3) STORED;

CREATE INDEX ix_settles ON t (settles);

CREATE VIEW v AS
SELECT t.a,
    t.starts,
    t.settles
   FROM t;
COMMIT;
