CREATE DOMAIN code AS bigint CONSTRAINT positive CHECK (VALUE > 0) CONSTRAINT few CHECK (VALUE < 1000);
COMMENT ON DOMAIN code IS 'a code';
CREATE TABLE items (id integer CONSTRAINT pk_items PRIMARY KEY, code code DEFAULT 5, codes code[], next integer GENERATED ALWAYS AS (code + 1) STORED, CONSTRAINT low CHECK (code < 100));
CREATE UNIQUE INDEX ix_code ON items (code);
CREATE INDEX ix_twice ON items ((code * 2));
CREATE VIEW codes AS SELECT id, code FROM items;
COMMENT ON VIEW codes IS 'all of them';
CREATE FUNCTION twice(code) RETURNS code LANGUAGE sql IMMUTABLE AS 'SELECT ($1 * 2)::code';
