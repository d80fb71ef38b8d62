CREATE FUNCTION trimmed(a text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT a = btrim(a) $$;
CREATE DOMAIN sort_name AS text CONSTRAINT sort_name_ws CHECK (trimmed(VALUE)) CONSTRAINT filled CHECK (VALUE <> '');
CREATE TABLE artist (id int, name sort_name, comment text, CONSTRAINT comment_trimmed CHECK (trimmed(comment)));
