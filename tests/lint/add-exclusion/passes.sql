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
CREATE TABLE fresh (id bigint PRIMARY KEY, email text, total integer, customer_id bigint);
ALTER TABLE fresh ADD EXCLUDE USING gist (total WITH =);
