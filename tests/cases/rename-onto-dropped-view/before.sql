CREATE TABLE t_base (id integer PRIMARY KEY, a integer);
CREATE VIEW t AS SELECT * FROM t_base WHERE a > 0;
CREATE VIEW over_t AS SELECT id FROM t;
