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
SELECT 'DROP TABLE orders; CREATE INDEX a ON orders (b)';
/* DROP TABLE orders; /* nested */ TRUNCATE orders; */
-- DROP TABLE orders;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    DROP TABLE orders;
    ALTER TABLE orders ALTER COLUMN email SET NOT NULL;
END
$body$;
CREATE VIEW "DROP TABLE orders" AS SELECT 1 AS "CREATE INDEX a ON orders (b)";
COMMENT ON TABLE orders IS E'it\'s; DROP TABLE orders';
