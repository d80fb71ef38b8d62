-- case: postgres 15
CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    email text,
    total integer,
    note varchar(100),
    customer_id bigint,
    created_at timestamptz NOT NULL
);

-- migrate:upgrade transaction=off
CREATE INDEX CONCURRENTLY "orders_email" ON "orders" ("email");
DROP INDEX CONCURRENTLY orders_total;
CREATE UNIQUE INDEX CONCURRENTLY orders_note ON orders (note) WHERE note IS NOT NULL;
