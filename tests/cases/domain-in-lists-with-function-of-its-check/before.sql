CREATE FUNCTION is_isbn(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) IN (10, 13) $$;
CREATE DOMAIN isbn AS text CONSTRAINT well_formed CHECK (is_isbn(VALUE));
COMMENT ON CONSTRAINT well_formed ON DOMAIN isbn IS 'ten or thirteen digits';
CREATE TABLE book (id integer PRIMARY KEY, isbn isbn, editions isbn[]);
