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
CREATE UNIQUE INDEX CONCURRENTLY orders_email_key ON orders (email);
ALTER TABLE orders ADD CONSTRAINT orders_email_key UNIQUE USING INDEX orders_email_key;
