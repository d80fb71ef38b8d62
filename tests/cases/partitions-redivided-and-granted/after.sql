CREATE TABLE held (tenant integer NOT NULL, k text NOT NULL, v text, PRIMARY KEY (tenant, k)) PARTITION BY HASH (tenant);
CREATE TABLE held_0 PARTITION OF held FOR VALUES WITH (modulus 4, remainder 0);
CREATE TABLE held_1 PARTITION OF held FOR VALUES WITH (modulus 4, remainder 1);
CREATE TABLE held_2 PARTITION OF held FOR VALUES WITH (modulus 4, remainder 2);
CREATE TABLE held_3 PARTITION OF held FOR VALUES WITH (modulus 4, remainder 3);
GRANT SELECT ON held TO PUBLIC;
GRANT INSERT ON held_1 TO PUBLIC;
