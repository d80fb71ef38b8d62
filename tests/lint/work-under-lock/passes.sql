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
ALTER TABLE orders ADD COLUMN n integer;
CREATE TABLE fresh (id bigint PRIMARY KEY, email text, total integer, customer_id bigint);
INSERT INTO fresh SELECT generate_series(1, 3);
-- migrate:upgrade transaction=off
ALTER TABLE customers ADD COLUMN n integer;
UPDATE customers SET name = upper(name) WHERE id < 1000;
