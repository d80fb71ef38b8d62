CREATE TYPE st AS ENUM ('a', 'b');
CREATE TABLE t (id int, s st);
CREATE INDEX t_open ON t (id) WHERE s = 'a';
