-- migrate:upgrade
DROP VIEW v;

DROP INDEX ix;

ALTER TABLE t
    DROP COLUMN g,
    ADD COLUMN g integer GENERATED ALWAYS AS (a * 3) STORED,
    ALTER COLUMN h DROP EXPRESSION;

CREATE INDEX ix ON t (g);

CREATE VIEW v AS
SELECT t.g
   FROM t;

-- migrate:downgrade
DROP VIEW v;

DROP INDEX ix;

-- loses the values of t.h
ALTER TABLE t
    DROP COLUMN g,
    ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) STORED,
    DROP COLUMN h,
    ADD COLUMN h integer GENERATED ALWAYS AS (a + 1) STORED;

CREATE INDEX ix ON t (g);

CREATE VIEW v AS
SELECT t.g
   FROM t;
