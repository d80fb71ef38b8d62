CREATE FUNCTION trimmed(txt text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT txt = btrim(txt) $$;
CREATE DOMAIN sort_name AS varchar(100) CONSTRAINT sort_name_check CHECK (trimmed(VALUE)) CONSTRAINT filled CHECK (VALUE <> '');
CREATE TABLE artist (id int, name sort_name, comment text, CONSTRAINT comment_trimmed CHECK (trimmed(comment)));
