-- case: sqlite 3.40
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, email text, total integer, customer_id integer REFERENCES customers (id));
CREATE INDEX orders_email ON orders (email);

-- migrate:upgrade
DROP INDEX orders_email;
ALTER TABLE orders DROP COLUMN email;
