-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW tv;

DROP INDEX ti;

DROP INDEX tp;

ALTER TABLE t
    ALTER COLUMN path TYPE text,
    ALTER COLUMN id SET DEFAULT gen_random_uuid();

DROP FUNCTION depth(ltree);

DROP EXTENSION intarray;

DROP EXTENSION ltree;

DROP EXTENSION "uuid-ossp";

CREATE FUNCTION depth(p text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT array_length(string_to_array(p,'.'),1) $function$;

CREATE INDEX ti ON t USING gin (ia);

CREATE INDEX tp ON t (path);

CREATE VIEW tv AS
SELECT t.id,
    depth(t.path) AS depth
   FROM t
  WHERE (t.ia @> '{1,2}'::integer[]);

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW tv;

DROP INDEX ti;

DROP INDEX tp;

CREATE EXTENSION intarray;

CREATE EXTENSION ltree;

CREATE EXTENSION "uuid-ossp";

ALTER TABLE t
    ALTER COLUMN path TYPE ltree USING path::ltree,
    ALTER COLUMN id SET DEFAULT uuid_generate_v4();

CREATE INDEX ti ON t USING gin (ia gin__int_ops);

CREATE INDEX tp ON t USING gist (path);

DROP FUNCTION depth(text);

CREATE FUNCTION depth(p ltree)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT nlevel(p)$function$;

CREATE VIEW tv AS
SELECT t.id,
    depth(t.path) AS depth
   FROM t
  WHERE (t.ia @@ '1 & 2'::query_int);
