-- migrate:upgrade
DROP VIEW v;

CREATE TABLE v (id integer);

-- loses all rows of x
DROP TABLE x;

CREATE VIEW x AS SELECT id AS a FROM t;

-- migrate:downgrade
DROP VIEW x;

CREATE TABLE x (a integer);

-- loses all rows of v
DROP TABLE v;

CREATE VIEW v AS SELECT id FROM t;
