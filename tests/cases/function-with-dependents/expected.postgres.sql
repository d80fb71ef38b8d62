-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP MATERIALIZED VIEW m;

DROP VIEW v;

DROP INDEX ix;

ALTER TABLE t
    DROP CONSTRAINT ck,
    DROP COLUMN b,
    ALTER COLUMN a DROP DEFAULT;

DROP FUNCTION uses(integer);

DROP FUNCTION rate(integer);

CREATE FUNCTION rate(a integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a * 2$function$;

CREATE FUNCTION uses(a integer DEFAULT (rate(1))::integer)
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT rate(a) AS rate;
END;

ALTER TABLE t
    ADD COLUMN b bigint GENERATED ALWAYS AS (rate(id)) STORED,
    ALTER COLUMN a SET DEFAULT (rate(6))::integer,
    ADD CONSTRAINT ck CHECK (rate(a) > 0);

COMMENT ON CONSTRAINT ck ON t IS 'fine';

CREATE INDEX ix ON t (rate(a));

COMMENT ON INDEX ix IS 'by rate';

CREATE MATERIALIZED VIEW m AS
SELECT t.id,
    rate(t.id) AS r
   FROM t;

CREATE INDEX ix_m ON m (r);

CREATE VIEW v AS
SELECT (rate(t.id) + 1) AS n
   FROM t;

COMMENT ON VIEW v IS 'rates';

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP MATERIALIZED VIEW m;

DROP VIEW v;

DROP INDEX ix;

ALTER TABLE t
    DROP CONSTRAINT ck,
    DROP COLUMN b,
    ALTER COLUMN a DROP DEFAULT;

DROP FUNCTION uses(integer);

DROP FUNCTION rate(integer);

CREATE FUNCTION rate(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a * 2$function$;

CREATE FUNCTION uses(a integer DEFAULT rate(1))
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT rate(a) AS rate;
END;

ALTER TABLE t
    ADD COLUMN b bigint GENERATED ALWAYS AS (rate(id)) STORED,
    ALTER COLUMN a SET DEFAULT rate(5),
    ADD CONSTRAINT ck CHECK (rate(a) > 0);

COMMENT ON CONSTRAINT ck ON t IS 'fine';

CREATE INDEX ix ON t (rate(a));

COMMENT ON INDEX ix IS 'by rate';

CREATE MATERIALIZED VIEW m AS
SELECT t.id,
    rate(t.id) AS r
   FROM t;

CREATE INDEX ix_m ON m (r);

CREATE VIEW v AS
SELECT (rate(t.id) + 1) AS n
   FROM t;

COMMENT ON VIEW v IS 'rates';
