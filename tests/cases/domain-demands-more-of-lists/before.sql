CREATE DOMAIN quantity AS integer;
CREATE TABLE orders (id integer PRIMARY KEY, one quantity, many quantity[] DEFAULT '{1}');
