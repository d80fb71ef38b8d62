CREATE FUNCTION is_whole(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n IS NULL OR n > 0 $$;
CREATE DOMAIN whole AS integer CONSTRAINT whole_is CHECK (is_whole(VALUE));
CREATE TABLE box (id integer PRIMARY KEY, size whole);
