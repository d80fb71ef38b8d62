CREATE TABLE orders (id integer PRIMARY KEY, customer integer NOT NULL, placed timestamptz, note text);
CREATE INDEX ix_goes ON orders (placed);
CREATE INDEX ix_changes ON orders (customer);
CREATE UNIQUE INDEX ix_unique ON orders (note);
CREATE TABLE nothing (id integer PRIMARY KEY, a integer);
CREATE MATERIALIZED VIEW by_customer AS SELECT customer, count(*) AS n FROM orders GROUP BY customer;
