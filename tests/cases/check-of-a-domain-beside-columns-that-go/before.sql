CREATE FUNCTION is_whole(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 IS NOT NULL AND $1 > 0 $$;
CREATE DOMAIN whole AS integer CONSTRAINT whole_is CHECK (is_whole(VALUE));
CREATE TABLE box (id integer PRIMARY KEY);
