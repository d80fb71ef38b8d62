-- case: postgres 11
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
ALTER TABLE orders ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT c;
ALTER TABLE orders ALTER COLUMN email SET NOT NULL;
