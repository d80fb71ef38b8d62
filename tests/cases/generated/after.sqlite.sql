CREATE TABLE t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (a * 3) STORED, h integer);
