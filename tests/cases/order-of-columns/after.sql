CREATE TABLE t (b text, id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a text);
