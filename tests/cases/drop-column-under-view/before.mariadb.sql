CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a text, b text); CREATE VIEW v AS SELECT id, a, b FROM t;
