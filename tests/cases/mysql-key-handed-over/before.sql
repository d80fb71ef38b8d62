CREATE TABLE orders (id int NOT NULL, parent int NULL, PRIMARY KEY (id));
CREATE TABLE towns (id int NOT NULL, orders_id int NULL, PRIMARY KEY (id));
ALTER TABLE orders ADD CONSTRAINT fk_parent FOREIGN KEY (parent) REFERENCES orders (id);
ALTER TABLE orders ADD CONSTRAINT fk_town FOREIGN KEY (id) REFERENCES towns (id);
ALTER TABLE towns ADD CONSTRAINT fk_order FOREIGN KEY (orders_id) REFERENCES orders (id);
