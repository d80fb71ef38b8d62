-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP OPERATOR public.= (text, text);

CREATE FUNCTION now(integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$ SELECT now() $function$;

COMMENT ON FUNCTION public.now(integer) IS 'another now';

CREATE FUNCTION upper(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT pg_catalog.upper($1) $function$;

COMMENT ON FUNCTION public.upper(text) IS 'another upper';

CREATE DOMAIN public.box AS text;

ALTER TYPE public.date RENAME TO date__old;

CREATE TYPE public.date AS ENUM ('early');

-- fails while rows hold 'late'
ALTER TABLE public.path
    ALTER COLUMN at TYPE public.date USING at::text::public.date,
    ADD COLUMN inside public.box;

DROP TYPE date__old;

COMMENT ON TYPE public.money IS 'an amount';

CREATE TABLE road (
    paths public.path[],
    of public.path
);

ALTER TYPE public.money ADD ATTRIBUTE at timestamp with time zone;

CREATE FUNCTION priced(public.money)
 RETURNS public.box
 LANGUAGE sql
AS $function$ SELECT 'x'::public.box $function$;

CREATE INDEX shouted ON public.path ((public.upper((inside)::text)));

DROP FUNCTION equals(text, text);

DROP FUNCTION public.lower(text);

DROP TEXT SEARCH CONFIGURATION public.english;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TYPE public.date ADD VALUE 'late';

DROP INDEX shouted;

CREATE FUNCTION equals(text, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT true $function$;

CREATE FUNCTION lower(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT pg_catalog.lower($1) $function$;

CREATE TEXT SEARCH CONFIGURATION english (PARSER = "default");

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR asciiword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR word WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR hword_part WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR hword_asciipart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR asciihword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR hword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR uint WITH simple;

CREATE OPERATOR = (FUNCTION = equals, LEFTARG = text, RIGHTARG = text);

-- loses all rows of road
DROP TABLE road;

-- loses the values of path.inside
ALTER TABLE public.path DROP COLUMN inside;

DROP FUNCTION public.now(integer);

DROP FUNCTION public.upper(text);

DROP FUNCTION priced(public.money);

COMMENT ON TYPE public.money IS NULL;

-- loses what rows hold in money.at
ALTER TYPE public.money DROP ATTRIBUTE at;

DROP DOMAIN public.box;
