CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, size text NOT NULL DEFAULT '5 kg');
