-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN salutation DROP CONSTRAINT short;

ALTER DOMAIN salutation DROP DEFAULT;

ALTER DOMAIN opening DROP DEFAULT;

ALTER TABLE letter ALTER COLUMN closing DROP DEFAULT;

DROP FUNCTION greeting();

CREATE FUNCTION greeting(name text DEFAULT 'you'::text)
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT 'hello ' || name $function$;

ALTER DOMAIN opening SET DEFAULT greeting('all'::text);

DROP FUNCTION is_short(text);

CREATE FUNCTION is_short(t text, than integer DEFAULT 80)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) < than $function$;

ALTER DOMAIN salutation RENAME TO salutation__old;

CREATE DOMAIN salutation AS text DEFAULT greeting()
    CONSTRAINT short CHECK (is_short(VALUE));

ALTER TABLE letter
    ALTER COLUMN closing SET DEFAULT upper(greeting()),
    ALTER COLUMN salutation TYPE salutation;

DROP DOMAIN salutation__old;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN salutation DROP CONSTRAINT short;

ALTER DOMAIN salutation DROP DEFAULT;

ALTER DOMAIN opening DROP DEFAULT;

ALTER TABLE letter ALTER COLUMN closing DROP DEFAULT;

DROP FUNCTION greeting(text);

CREATE FUNCTION greeting()
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT 'hello' $function$;

ALTER DOMAIN opening SET DEFAULT greeting();

DROP FUNCTION is_short(text, integer);

CREATE FUNCTION is_short(t text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) < 80 $function$;

ALTER DOMAIN salutation RENAME TO salutation__old;

CREATE DOMAIN salutation AS character varying(80) DEFAULT greeting()
    CONSTRAINT short CHECK (is_short((VALUE)::text));

-- loses spaces at the end of letter.salutation
ALTER TABLE letter
    ALTER COLUMN closing SET DEFAULT upper(greeting()),
    ALTER COLUMN salutation TYPE salutation;

DROP DOMAIN salutation__old;
