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
ALTER TABLE orders ADD COLUMN token uuid;
ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();

-- migrate:upgrade transaction=off
UPDATE orders SET token = gen_random_uuid() WHERE id IN (SELECT id FROM orders WHERE token IS NULL LIMIT 10000);
ALTER TABLE orders ADD CONSTRAINT n CHECK ((token IS NOT NULL)) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT n;
ALTER TABLE orders ALTER COLUMN token SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT n;
