-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW v;

ALTER TABLE t ALTER COLUMN d DROP DEFAULT;

DROP FUNCTION fmt(integer[]);

DROP FUNCTION fmt(text);

CREATE FUNCTION fmt(VARIADIC bigint[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT string_agg(x::text, ',') FROM unnest($1) x $function$;

CREATE FUNCTION fmt(text)
 RETURNS character varying
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT ('t' || $1)::varchar $function$;

COMMENT ON FUNCTION fmt(text) IS 'one';

COMMENT ON FUNCTION fmt(integer) IS 'two';

CREATE OR REPLACE FUNCTION fmt(integer, text DEFAULT 'z'::text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 'q' || $1 || $2 $function$;

ALTER TABLE t
    ALTER COLUMN b SET DEFAULT fmt('1'::text),
    ALTER COLUMN d SET DEFAULT fmt(VARIADIC ARRAY[(1)::bigint, (2)::bigint, (3)::bigint]);

CREATE VIEW v AS
SELECT fmt(t.b) AS fb,
    fmt(t.a, t.b) AS fab
   FROM t;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW v;

ALTER TABLE t
    ALTER COLUMN d DROP DEFAULT,
    ALTER COLUMN b DROP DEFAULT,
    ALTER COLUMN c DROP DEFAULT;

DROP FUNCTION fmt(bigint[]);

DROP FUNCTION fmt(text);

DROP FUNCTION fmt(integer, text);

CREATE FUNCTION fmt(VARIADIC integer[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT string_agg(fmt(x), ',') FROM unnest($1) x $function$;

CREATE FUNCTION fmt(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 't' || $1 $function$;

COMMENT ON FUNCTION fmt(text) IS 'two';

CREATE FUNCTION fmt(integer, text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT fmt($1) || fmt($2) $function$;

COMMENT ON FUNCTION fmt(integer) IS 'one';

ALTER TABLE t
    ALTER COLUMN d SET DEFAULT fmt(VARIADIC ARRAY[1, 2, 3]),
    ALTER COLUMN b SET DEFAULT fmt(1),
    ALTER COLUMN c SET DEFAULT fmt(1, 'x'::text);

CREATE VIEW v AS
SELECT fmt(t.a) AS fa,
    fmt(t.b) AS fb,
    fmt(t.a, t.b) AS fab
   FROM t;
