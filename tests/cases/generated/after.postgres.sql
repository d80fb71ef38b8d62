CREATE TABLE t (id integer NOT NULL CONSTRAINT pk_t PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (a * 3) STORED, h integer); CREATE INDEX ix ON t (g); CREATE VIEW v AS SELECT g FROM t;
