-- case: sqlite 3.40
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, email text, total integer, customer_id integer REFERENCES customers (id));

-- migrate:upgrade
ALTER TABLE orders ADD COLUMN code text NOT NULL DEFAULT NULL;
