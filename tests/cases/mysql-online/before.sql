CREATE TABLE customers (id int NOT NULL, PRIMARY KEY (id));
CREATE TABLE orders (id int NOT NULL, customer int, price int, note varchar(50), PRIMARY KEY (id));
CREATE TABLE texts (id int NOT NULL, body text, PRIMARY KEY (id));
CREATE TABLE nothing (id int NOT NULL, a int, PRIMARY KEY (id));
