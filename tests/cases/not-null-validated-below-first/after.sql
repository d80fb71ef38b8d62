CREATE TABLE readings (sensor integer, amount integer) PARTITION BY LIST (sensor);
CREATE TABLE readings_1 (sensor integer, amount integer CONSTRAINT amount_is_known NOT NULL);
ALTER TABLE readings ATTACH PARTITION readings_1 FOR VALUES IN (1);
CREATE TABLE readings_2 (sensor integer, amount integer CONSTRAINT two_is_known NOT NULL);
ALTER TABLE readings ATTACH PARTITION readings_2 FOR VALUES IN (2);
ALTER TABLE readings ADD CONSTRAINT amount_is_known NOT NULL amount NOT VALID;
CREATE TABLE orders (id integer, total integer CONSTRAINT total_is_known NOT NULL) PARTITION BY LIST (id);
CREATE TABLE orders_1 (id integer, total integer CONSTRAINT one_is_known NOT NULL);
ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES IN (1);
