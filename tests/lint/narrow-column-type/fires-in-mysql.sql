-- case: mysql 8.0
CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(50));
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    email varchar(50),
    total int,
    state enum('new', 'sent', 'paid'),
    customer_id bigint,
    created_at datetime NOT NULL
);

-- migrate:upgrade
ALTER TABLE orders MODIFY total int unsigned, MODIFY email varchar(20);
