-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP MATERIALIZED VIEW m;

DROP VIEW v;

ALTER TYPE mood RENAME TO mood__old;

CREATE TYPE mood AS ENUM ('b', 'a');

ALTER DOMAIN d RENAME TO d__old;

CREATE DOMAIN d AS bigint;

ALTER TABLE t
    ALTER COLUMN m TYPE mood USING m::text::mood,
    ALTER COLUMN x TYPE d,
    DROP COLUMN g,
    ALTER COLUMN a TYPE bigint,
    ADD COLUMN g bigint GENERATED ALWAYS AS (a + 1) STORED;

DROP TYPE mood__old;

REVOKE USAGE ON TYPE mood FROM PUBLIC;

DROP DOMAIN d__old;

GRANT USAGE ON TYPE d TO case_app;

GRANT SELECT (g) ON t TO case_reader;

CREATE VIEW v AS
SELECT t.id,
    t.a
   FROM t;

ALTER VIEW v OWNER TO case_boss;

REVOKE SELECT ON v FROM case_reader;

GRANT SELECT ON v TO PUBLIC;

GRANT SELECT (a) ON v TO "Case Role";

CREATE MATERIALIZED VIEW m AS
SELECT v.a
   FROM v;

CREATE INDEX ix ON m (a);

COMMENT ON MATERIALIZED VIEW m IS 'sums';

REVOKE SELECT ON m FROM case_reader;

GRANT SELECT ON m TO case_app;

DROP FUNCTION f(integer);

CREATE FUNCTION f(a integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1$function$;

REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP MATERIALIZED VIEW m;

DROP VIEW v;

ALTER TYPE mood RENAME TO mood__old;

CREATE TYPE mood AS ENUM ('a', 'b');

ALTER DOMAIN d RENAME TO d__old;

CREATE DOMAIN d AS integer;

-- fails while t.a holds values beyond integer
ALTER TABLE t
    ALTER COLUMN m TYPE mood USING m::text::mood,
    ALTER COLUMN x TYPE d,
    DROP COLUMN g,
    ALTER COLUMN a TYPE integer,
    ADD COLUMN g integer GENERATED ALWAYS AS (a) STORED;

DROP TYPE mood__old;

REVOKE USAGE ON TYPE mood FROM PUBLIC;

DROP DOMAIN d__old;

GRANT USAGE ON TYPE d TO case_app;

GRANT SELECT (g) ON t TO case_reader;

CREATE VIEW v AS
SELECT t.id,
    t.a
   FROM t;

ALTER VIEW v OWNER TO case_boss;

REVOKE SELECT ON v FROM case_reader;

GRANT SELECT ON v TO PUBLIC;

GRANT SELECT (a) ON v TO "Case Role";

CREATE MATERIALIZED VIEW m AS
SELECT v.a
   FROM v;

CREATE INDEX ix ON m (a);

COMMENT ON MATERIALIZED VIEW m IS 'sums';

REVOKE SELECT ON m FROM case_reader;

GRANT SELECT ON m TO case_app;

DROP FUNCTION f(integer);

CREATE FUNCTION f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC;
