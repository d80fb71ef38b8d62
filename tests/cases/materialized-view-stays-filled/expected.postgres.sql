-- migrate:upgrade
DROP MATERIALIZED VIEW commented;

DROP MATERIALIZED VIEW over_a;

ALTER TABLE t ALTER COLUMN a TYPE bigint;

CREATE MATERIALIZED VIEW commented AS
SELECT t.a
   FROM t;

COMMENT ON MATERIALIZED VIEW commented IS 'said';

CREATE MATERIALIZED VIEW over_a AS
SELECT t.id,
    t.a
   FROM t;

-- migrate:downgrade
DROP MATERIALIZED VIEW commented;

DROP MATERIALIZED VIEW over_a;

-- fails while t.a holds values beyond integer
ALTER TABLE t ALTER COLUMN a TYPE integer;

CREATE MATERIALIZED VIEW commented AS
SELECT t.a
   FROM t;

CREATE MATERIALIZED VIEW over_a AS
SELECT t.id,
    t.a
   FROM t;
