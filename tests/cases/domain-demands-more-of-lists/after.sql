CREATE DOMAIN quantity AS integer NOT NULL CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE orders (id integer PRIMARY KEY, one quantity, many quantity[] DEFAULT '{1}');
