CREATE TABLE tree (id int NOT NULL, r int NOT NULL, parent int, PRIMARY KEY (id, r)) PARTITION BY RANGE (r);
CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM (0) TO (100);
ALTER TABLE tree ADD CONSTRAINT tree_fk FOREIGN KEY (parent, r) REFERENCES tree (id, r);
CREATE TABLE leaf (id int PRIMARY KEY, tree_id int, tree_r int, CONSTRAINT leaf_fk FOREIGN KEY (tree_id, tree_r) REFERENCES tree_1 (id, r));
