-- case: sqlite 3.40
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, email text, total integer, customer_id integer REFERENCES customers (id));
CREATE TRIGGER touch AFTER INSERT ON orders BEGIN SELECT 1; SELECT 2; END;

-- migrate:upgrade
CREATE TABLE new_orders (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_orders SELECT id, email FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
CREATE TRIGGER touch AFTER INSERT ON orders BEGIN SELECT 1; SELECT 2; END;
