CREATE TABLE t (id integer CONSTRAINT t_base_pkey PRIMARY KEY, a integer);
CREATE VIEW over_t AS SELECT id FROM t;
