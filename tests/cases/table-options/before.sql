CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY) WITH (fillfactor = 70, autovacuum_enabled = false); CREATE TABLE u (id integer);
