-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP CAST (b AS integer);

DROP VIEW v;

DROP OPERATOR ~~> (integer, integer);

DROP VIEW w;

ALTER TYPE a ADD ATTRIBUTE n integer;

ALTER TYPE a ALTER ATTRIBUTE i TYPE bigint;

DROP FUNCTION b_int(b);

DROP FUNCTION mk(integer, integer);

DROP TYPE b;

CREATE TYPE b AS (
    j integer,
    a a
);

CREATE FUNCTION b_int(b)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1.j $function$;

CREATE FUNCTION mk(i integer, j integer)
 RETURNS b
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT ROW(j, ROW(i, 0)::a)::b $function$;

CREATE CAST (b AS integer) WITH FUNCTION b_int(b) AS ASSIGNMENT;

CREATE OPERATOR ~~> (FUNCTION = mk, LEFTARG = integer, RIGHTARG = integer);

COMMENT ON OPERATOR ~~> (integer, integer) IS 'make';

CREATE VIEW v AS
SELECT ((t.x ~~> t.y)).a.i AS i
   FROM t;

CREATE VIEW w AS
SELECT (mk(t.x, t.y))::integer AS q
   FROM t;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP CAST (b AS integer);

DROP VIEW v;

DROP OPERATOR ~~> (integer, integer);

DROP VIEW w;

-- loses what rows hold in a.n
ALTER TYPE a DROP ATTRIBUTE n;

ALTER TYPE a ALTER ATTRIBUTE i TYPE integer;

DROP FUNCTION mk(integer, integer);

DROP FUNCTION b_int(b);

DROP TYPE b;

CREATE TYPE b AS (
    a a,
    j integer
);

CREATE FUNCTION mk(i integer, j integer)
 RETURNS b
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT ROW(ROW(i)::a, j)::b $function$;

CREATE FUNCTION b_int(b)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1.j $function$;

CREATE CAST (b AS integer) WITH FUNCTION b_int(b);

CREATE OPERATOR ~~> (FUNCTION = mk, LEFTARG = integer, RIGHTARG = integer);

COMMENT ON OPERATOR ~~> (integer, integer) IS 'make';

CREATE VIEW v AS
SELECT ((t.x ~~> t.y)).a.i AS i
   FROM t;

CREATE VIEW w AS
SELECT (mk(t.x, t.y))::integer AS q
   FROM t;
