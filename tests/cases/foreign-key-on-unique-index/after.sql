CREATE TABLE a (id integer CONSTRAINT pk_a PRIMARY KEY, code text); CREATE TABLE b (code text);
