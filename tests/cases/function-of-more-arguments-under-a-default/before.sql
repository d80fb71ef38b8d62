CREATE FUNCTION code() RETURNS text LANGUAGE sql AS $$ SELECT 'c'::text $$;
CREATE FUNCTION fits(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) > 1 $$;
CREATE FUNCTION mine() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT true $$;
CREATE TABLE item (id integer PRIMARY KEY, name text CONSTRAINT item_fits CHECK (fits(name)), code text DEFAULT code());
CREATE POLICY of_mine ON item FOR SELECT USING (mine());
