-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER FUNCTION touch() SET SCHEMA app;

ALTER PROCEDURE old_name(integer) RENAME TO new_name;

DROP PROCEDURE clean(integer);

ALTER TABLE items RENAME CONSTRAINT items_pkey TO pk_items;

CREATE FUNCTION pairs(a anyelement, b anyarray)
 RETURNS TABLE(x anyelement, y integer)
 LANGUAGE sql
 ROWS 5
AS $function$SELECT a, 1$function$;

CREATE OR REPLACE FUNCTION total(integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE COST 50
AS $function$SELECT count(*) FROM items WHERE id >= $1$function$;

COMMENT ON FUNCTION total(integer) IS 'counts those behind one';

CREATE OR REPLACE FUNCTION total(a text, b text DEFAULT 'x''y'::text)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ SELECT length(a || b)::bigint $function$;

CREATE OR REPLACE FUNCTION add_one(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE STRICT LEAKPROOF
BEGIN ATOMIC
 SELECT
         CASE
             WHEN (a > 0) THEN (a + 1)
             ELSE a
         END AS a;
END;

CREATE OR REPLACE PROCEDURE new_name(INOUT a integer)
 LANGUAGE plpgsql
AS $procedure$BEGIN a := a + 2; END$procedure$;

COMMENT ON PROCEDURE new_name(integer) IS 'adds';

CREATE PROCEDURE clean(IN days integer, IN minutes integer DEFAULT 0)
 LANGUAGE sql
AS $procedure$ DELETE FROM items WHERE id < days $procedure$;

DROP FUNCTION goes(integer[]);

DROP FUNCTION app.cheapest();

CREATE FUNCTION app.cheapest(OUT id integer, OUT price numeric, OUT n bigint)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
BEGIN
    SELECT i.id, i.price INTO id, price FROM items i ORDER BY i.price LIMIT 1;
    n := 1;
END
$function$;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP PROCEDURE clean(integer, integer);

ALTER TABLE items RENAME CONSTRAINT pk_items TO items_pkey;

CREATE FUNCTION goes(VARIADIC a integer[])
 RETURNS SETOF items
 LANGUAGE sql
 ROWS 10
AS $function$SELECT * FROM items WHERE id = ANY (a)$function$;

CREATE OR REPLACE FUNCTION total(integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$SELECT count(*) FROM items WHERE id > $1$function$;

COMMENT ON FUNCTION total(integer) IS 'counts';

CREATE OR REPLACE FUNCTION total(a text, b text DEFAULT 'x''y'::text)
 RETURNS bigint
 LANGUAGE sql
AS $function$ SELECT length(a || b)::bigint $function$;

CREATE OR REPLACE FUNCTION add_one(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
RETURN (a + 1);

CREATE OR REPLACE PROCEDURE new_name(INOUT a integer)
 LANGUAGE plpgsql
AS $procedure$BEGIN a := a + 1; END$procedure$;

COMMENT ON PROCEDURE new_name(integer) IS NULL;

CREATE PROCEDURE clean(IN days integer)
 LANGUAGE sql
AS $procedure$ DELETE FROM items WHERE id < days $procedure$;

DROP FUNCTION pairs(anyelement, anyarray);

DROP FUNCTION app.cheapest();

CREATE FUNCTION app.cheapest(OUT id integer, OUT price numeric)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
BEGIN
    SELECT i.id, i.price INTO id, price FROM items i ORDER BY i.price LIMIT 1;
END
$function$;

ALTER PROCEDURE new_name(integer) RENAME TO old_name;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER FUNCTION app.touch() SET SCHEMA %I', current_schema()); END $do$;
