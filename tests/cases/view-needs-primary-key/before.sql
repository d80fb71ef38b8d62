CREATE TABLE a (id integer CONSTRAINT pk_a PRIMARY KEY, name text); CREATE VIEW v AS SELECT id, name, count(*) FROM a GROUP BY id;
