-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE price ALTER COLUMN cents DROP DEFAULT;

DROP FUNCTION first_price(integer);

CREATE FUNCTION first_price(n integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT n $function$;

ALTER TABLE price ALTER COLUMN cents SET DEFAULT first_price(1);

ALTER TABLE price_24 ALTER COLUMN cents SET DEFAULT 24;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE price ALTER COLUMN cents DROP DEFAULT;

DROP FUNCTION first_price(integer);

CREATE FUNCTION first_price(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT n $function$;

ALTER TABLE price ALTER COLUMN cents SET DEFAULT first_price(1);

ALTER TABLE price_24 ALTER COLUMN cents SET DEFAULT 24;
