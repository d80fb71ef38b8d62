CREATE FUNCTION fmt(integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'i' || $1 $$;
CREATE FUNCTION fmt(text) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT ('t' || $1)::varchar $$;
CREATE FUNCTION fmt(integer, text DEFAULT 'z') RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'q' || $1 || $2 $$;
CREATE FUNCTION fmt(VARIADIC bigint[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT string_agg(x::text, ',') FROM unnest($1) x $$;
CREATE TABLE t (a integer, b text DEFAULT fmt('1'::text), c text DEFAULT fmt(1, 'x'), d text DEFAULT fmt(1, 2, 3));
CREATE VIEW v AS SELECT fmt(b) AS fb, fmt(a, b) AS fab FROM t;
COMMENT ON FUNCTION fmt(integer) IS 'two';
COMMENT ON FUNCTION fmt(text) IS 'one';
