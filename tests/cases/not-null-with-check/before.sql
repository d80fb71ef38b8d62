CREATE TABLE t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, b integer NOT NULL, CONSTRAINT ck CHECK (a > 0));
