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

-- migrate:upgrade
ALTER TABLE orders RENAME CONSTRAINT orders_pkey TO orders_key;
CREATE TABLE fresh (id bigint PRIMARY KEY, email text, total integer, customer_id bigint);
ALTER TABLE fresh RENAME email TO contact;
