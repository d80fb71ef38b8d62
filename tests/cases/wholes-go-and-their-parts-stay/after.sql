CREATE TABLE a1 (x integer, boss integer);
CREATE TABLE b1 (x integer);
