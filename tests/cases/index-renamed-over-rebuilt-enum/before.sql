CREATE TYPE st AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, s st);
CREATE INDEX old_open ON t (id) WHERE s = 'a';
