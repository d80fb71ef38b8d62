CREATE TABLE base (id integer PRIMARY KEY, name varchar(100) NOT NULL DEFAULT 'm', added integer, CONSTRAINT positive CHECK (id > 0),
    CONSTRAINT here CHECK (added > 0) NO INHERIT);
CREATE TABLE other (x integer NOT NULL, y integer);
CREATE TABLE child (extra integer, shared integer) INHERITS (base, other);
CREATE TABLE grand () INHERITS (child);
ALTER TABLE grand ALTER name SET DEFAULT 'own';
CREATE TABLE free (id integer NOT NULL, name varchar(100) NOT NULL, more integer, added integer,
    CONSTRAINT positive CHECK (id > 0)) INHERITS (base);
CREATE TABLE second (x integer) INHERITS (base);
COMMENT ON COLUMN child.added IS 'of the child';
