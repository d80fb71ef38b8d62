CREATE FUNCTION code(prefix text DEFAULT 'c') RETURNS text LANGUAGE sql AS $$ SELECT prefix || 'c' $$;
CREATE FUNCTION fits(t text, fewest integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) > fewest $$;
CREATE FUNCTION mine(team integer DEFAULT 1) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT team = 1 $$;
CREATE TABLE item (id integer PRIMARY KEY, name text CONSTRAINT item_fits CHECK (fits(name, 2)), code text DEFAULT code('x'));
CREATE POLICY of_mine ON item FOR SELECT USING (mine(2));
