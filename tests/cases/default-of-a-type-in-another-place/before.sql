CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE a.pair AS (x integer, y integer);
CREATE FUNCTION same(a.pair, a.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).x = ($2).x AND ($1).y = ($2).y $$;
CREATE OPERATOR a.= (FUNCTION = same, LEFTARG = a.pair, RIGHTARG = a.pair);
CREATE OPERATOR CLASS b.z_ops DEFAULT FOR TYPE a.pair USING hash AS OPERATOR 1 a.=(a.pair, a.pair);
CREATE DEFAULT CONVERSION public.z_latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TYPE z_range AS RANGE (subtype = text, multirange_type_name = many);
