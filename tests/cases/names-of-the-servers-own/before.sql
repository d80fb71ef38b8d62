CREATE TYPE date AS ENUM ('early', 'late');
CREATE TYPE money AS (amount numeric, currency char(3));
CREATE TABLE path (id integer PRIMARY KEY, at public.date, price public.money);
CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.lower($1) $$;
CREATE FUNCTION equals(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$;
CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = equals);
CREATE TEXT SEARCH CONFIGURATION english (COPY = simple);
GRANT EXECUTE ON FUNCTION public.lower(text) TO PUBLIC;
