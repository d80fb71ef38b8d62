CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a text);
