-- migrate:upgrade
ALTER TYPE old_range RENAME TO new_range;

ALTER COLLATION old_names RENAME TO names;

DROP CAST (pair AS text);

DROP CONVERSION letters;

DROP CAST (pair AS json);

CREATE SCHEMA shop;

CREATE COLLATION shop.blind (provider = icu, deterministic = false, locale = 'und');

CREATE CAST (pair AS json) WITH INOUT AS IMPLICIT;

COMMENT ON CAST (pair AS json) IS 'for the API';

ALTER TYPE floats_multirange RENAME TO many_floats;

COMMENT ON TYPE floats IS 'from and to';

ALTER TYPE old_multirange RENAME TO new_multirange;

COMMENT ON COLLATION german IS 'as in the book';

CREATE DEFAULT CONVERSION letters FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

DROP FUNCTION text_of(pair);

DROP TYPE later;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP CAST (pair AS json);

DROP CONVERSION letters;

CREATE FUNCTION text_of(pair)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT $1.b::text$function$;

CREATE TYPE later;

CREATE CAST (pair AS text) WITH FUNCTION text_of(pair);

CREATE CAST (pair AS json) WITH INOUT AS ASSIGNMENT;

ALTER TYPE many_floats RENAME TO floats_multirange;

COMMENT ON TYPE floats IS NULL;

ALTER TYPE new_multirange RENAME TO old_multirange;

COMMENT ON COLLATION german IS NULL;

CREATE CONVERSION letters FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

DROP COLLATION shop.blind;

DROP SCHEMA shop;

ALTER COLLATION names RENAME TO old_names;

ALTER TYPE new_range RENAME TO old_range;
