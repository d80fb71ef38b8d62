-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

-- nothing here is done beside traffic: policies are away meanwhile, and come back with the transaction
DROP POLICY r ON sec;

DROP INDEX si;

DROP FUNCTION fx(integer);

CREATE FUNCTION fx(integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1::bigint$function$;

CREATE INDEX si ON sec (fx(k));

CREATE POLICY r ON sec AS RESTRICTIVE USING ((owner = CURRENT_USER) AND (fx(k) > 0));

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

-- nothing here is done beside traffic: policies are away meanwhile, and come back with the transaction
DROP POLICY r ON sec;

DROP INDEX si;

DROP FUNCTION fx(integer);

CREATE FUNCTION fx(integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1$function$;

CREATE INDEX si ON sec (fx(k));

CREATE POLICY r ON sec AS RESTRICTIVE USING ((owner = CURRENT_USER) AND (fx(k) > 0));
