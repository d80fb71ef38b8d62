CREATE TABLE readings (sensor integer, amount integer) PARTITION BY LIST (sensor);
CREATE TABLE readings_1 PARTITION OF readings FOR VALUES IN (1);
CREATE TABLE readings_2 (sensor integer, amount integer CONSTRAINT two_is_known NOT NULL);
ALTER TABLE readings ATTACH PARTITION readings_2 FOR VALUES IN (2);
ALTER TABLE readings ADD CONSTRAINT amount_is_known NOT NULL amount NOT VALID;
CREATE TABLE orders (id integer, total integer) PARTITION BY LIST (id);
CREATE TABLE orders_1 (id integer, total integer CONSTRAINT one_is_known NOT NULL);
ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES IN (1);
ALTER TABLE orders ADD CONSTRAINT total_is_known NOT NULL total NOT VALID;
