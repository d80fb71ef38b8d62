CREATE TABLE orders (id bigint PRIMARY KEY, price integer, name varchar(20), twice integer GENERATED ALWAYS AS (price * 2) STORED);
