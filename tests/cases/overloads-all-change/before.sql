CREATE FUNCTION fmt(integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'i' || $1 $$;
CREATE FUNCTION fmt(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 't' || $1 $$;
CREATE FUNCTION fmt(integer, text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT fmt($1) || fmt($2) $$;
CREATE FUNCTION fmt(VARIADIC integer[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT string_agg(fmt(x), ',') FROM unnest($1) x $$;
CREATE TABLE t (a integer, b text DEFAULT fmt(1), c text DEFAULT fmt(1, 'x'), d text DEFAULT fmt(1, 2, 3));
CREATE VIEW v AS SELECT fmt(a) AS fa, fmt(b) AS fb, fmt(a, b) AS fab FROM t;
COMMENT ON FUNCTION fmt(integer) IS 'one';
COMMENT ON FUNCTION fmt(text) IS 'two';
