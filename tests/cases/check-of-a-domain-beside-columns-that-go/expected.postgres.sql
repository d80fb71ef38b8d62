-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

-- check whole_is on whole stays as it was computed before: the rows that are there are not held against it again
CREATE OR REPLACE FUNCTION is_whole(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT n IS NULL OR n > 0 $function$;

ALTER TABLE public.box ADD COLUMN size whole;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN whole DROP CONSTRAINT whole_is;

-- loses the values of box.size
ALTER TABLE public.box DROP COLUMN size;

DROP FUNCTION is_whole(integer);

CREATE FUNCTION is_whole(integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1 IS NOT NULL AND $1 > 0 $function$;

ALTER DOMAIN whole ADD CONSTRAINT whole_is CHECK (is_whole(VALUE));
