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
CREATE DOMAIN address AS text CHECK (VALUE <> '');
CREATE DOMAIN plain AS text;

-- migrate:upgrade
ALTER TABLE orders ADD COLUMN contact address;
