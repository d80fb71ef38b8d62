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
ALTER TABLE orders
    ADD COLUMN a text,
    ADD COLUMN b integer NOT NULL DEFAULT 0,
    ADD COLUMN c timestamptz DEFAULT CURRENT_TIMESTAMP,
    ALTER COLUMN note TYPE varchar(200);
COMMENT ON COLUMN orders.a IS 'DROP TABLE orders';
