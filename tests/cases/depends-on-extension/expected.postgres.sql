-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER MATERIALIZED VIEW mv DEPENDS ON EXTENSION pgcrypto;

ALTER FUNCTION f(integer) DEPENDS ON EXTENSION pgcrypto;

CREATE OR REPLACE FUNCTION g()
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 2 $function$;

ALTER FUNCTION g() DEPENDS ON EXTENSION pgcrypto;

ALTER INDEX ti DEPENDS ON EXTENSION pgcrypto;

ALTER TRIGGER tr ON t DEPENDS ON EXTENSION pgcrypto;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER MATERIALIZED VIEW mv NO DEPENDS ON EXTENSION pgcrypto;

ALTER FUNCTION f(integer) NO DEPENDS ON EXTENSION pgcrypto;

CREATE OR REPLACE FUNCTION g()
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT 1 $function$;

ALTER FUNCTION g() DEPENDS ON EXTENSION pgcrypto;

ALTER INDEX ti NO DEPENDS ON EXTENSION pgcrypto;

ALTER TRIGGER tr ON t NO DEPENDS ON EXTENSION pgcrypto;
