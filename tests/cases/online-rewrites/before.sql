CREATE TABLE orders (id integer PRIMARY KEY, price integer, name varchar(10));
