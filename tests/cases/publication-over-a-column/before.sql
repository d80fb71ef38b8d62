CREATE TABLE orders (id integer NOT NULL CONSTRAINT pk_orders PRIMARY KEY, total integer NOT NULL, note text);
CREATE PUBLICATION big FOR TABLE orders WHERE (total > 100);
CREATE PUBLICATION notes FOR TABLE orders (id, note);
