CREATE TABLE customers (id int NOT NULL, name varchar(20) NOT NULL DEFAULT 'x', PRIMARY KEY (id), UNIQUE KEY uq_name (name, id));
CREATE TABLE orders (id int NOT NULL, customer int, price bigint, note varchar(60), PRIMARY KEY (id), KEY ix_customer (customer),
    CONSTRAINT ck_price CHECK (price > 0), CONSTRAINT fk_customer FOREIGN KEY (customer) REFERENCES customers (id));
CREATE TABLE texts (id int NOT NULL, body text, PRIMARY KEY (id), FULLTEXT KEY ft_body (body));
CREATE TABLE nothing (id int NOT NULL, a bigint, PRIMARY KEY (id), CONSTRAINT ck_a CHECK (a > 0));
