CREATE TABLE held (tenant integer NOT NULL, k text NOT NULL, v text, PRIMARY KEY (tenant, k)) PARTITION BY HASH (tenant);
CREATE TABLE held_0 PARTITION OF held FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE held_1 PARTITION OF held FOR VALUES WITH (modulus 2, remainder 1);
