CREATE FUNCTION is_isbn(code text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN length(code) IN (10, 13); END $$;
CREATE DOMAIN isbn AS text CONSTRAINT well_formed CHECK (is_isbn(VALUE));
COMMENT ON CONSTRAINT well_formed ON DOMAIN isbn IS 'ten or thirteen digits';
CREATE TABLE book (id integer PRIMARY KEY, isbn isbn, editions isbn[]);
