-- case: sqlite 3.40
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, email text, total integer, customer_id integer REFERENCES customers (id));

-- migrate:upgrade
PRAGMA foreign_keys = OFF;
CREATE TABLE "_migrate_new_orders" (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO _migrate_new_orders SELECT id, email FROM orders;
DROP TABLE orders;
ALTER TABLE _migrate_new_orders RENAME TO orders;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;
