CREATE TABLE customers (id integer PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, customer integer, price integer, referred integer,
    CONSTRAINT ck_goes CHECK (price < 1000));
CREATE TABLE items (id integer PRIMARY KEY, number integer, of_order integer REFERENCES orders (id));
