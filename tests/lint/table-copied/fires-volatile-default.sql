-- case: mariadb 10.11
CREATE TABLE orders (id bigint PRIMARY KEY, email varchar(50));

-- migrate:upgrade
ALTER TABLE orders ADD COLUMN token uuid NOT NULL DEFAULT uuid();
