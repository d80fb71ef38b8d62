CREATE FUNCTION greeting() RETURNS text LANGUAGE sql AS $$ SELECT 'hello' $$;
CREATE FUNCTION is_short(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) < 80 $$;
CREATE DOMAIN salutation AS varchar(80) DEFAULT greeting() CONSTRAINT short CHECK (is_short(VALUE));
CREATE DOMAIN opening AS text DEFAULT greeting();
CREATE TABLE letter (id integer PRIMARY KEY, salutation salutation, opening opening, closing text DEFAULT upper(greeting()));
