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
CREATE INDEX CONCURRENTLY short ON orders (email);
SELECT 1 AS a_very_long_name_that_says_all_that_the_index_is_about_and_then_some_more;
