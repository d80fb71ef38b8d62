CREATE TABLE a (id bigint CONSTRAINT pk_other PRIMARY KEY, name text); CREATE VIEW v AS SELECT id, name, count(*) FROM a GROUP BY id;
