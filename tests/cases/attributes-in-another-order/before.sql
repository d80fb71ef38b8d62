CREATE TYPE a AS (i int); CREATE TYPE b AS (a a, j int);
CREATE FUNCTION mk(i int, j int) RETURNS b LANGUAGE sql IMMUTABLE AS $$ SELECT ROW(ROW(i)::a, j)::b $$;
CREATE FUNCTION b_int(b) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT $1.j $$;
CREATE OPERATOR ~~> (LEFTARG = int, RIGHTARG = int, FUNCTION = mk);
CREATE TABLE t (x int, y int);
CREATE VIEW v AS SELECT ((x ~~> y).a).i AS i FROM t;
CREATE CAST (b AS int) WITH FUNCTION b_int(b);
CREATE VIEW w AS SELECT (mk(x, y))::int AS q FROM t;
COMMENT ON OPERATOR ~~> (int, int) IS 'make';
