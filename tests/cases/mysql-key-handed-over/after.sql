CREATE TABLE orders (id int NOT NULL, parent int NULL);
CREATE TABLE towns (id int NOT NULL, orders_id int NULL, PRIMARY KEY (id));
ALTER TABLE orders ADD CONSTRAINT fk_town FOREIGN KEY (id) REFERENCES towns (id);
