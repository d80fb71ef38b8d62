CREATE FUNCTION greeting(name text DEFAULT 'you') RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || name $$;
CREATE FUNCTION is_short(t text, than integer DEFAULT 80) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) < than $$;
CREATE DOMAIN salutation AS text DEFAULT greeting() CONSTRAINT short CHECK (is_short(VALUE));
CREATE DOMAIN opening AS text DEFAULT greeting('all');
CREATE TABLE letter (id integer PRIMARY KEY, salutation salutation, opening opening, closing text DEFAULT upper(greeting()));
