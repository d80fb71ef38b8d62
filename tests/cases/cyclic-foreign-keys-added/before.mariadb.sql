CREATE TABLE a (id integer NOT NULL PRIMARY KEY, b_id integer); CREATE TABLE b (id integer NOT NULL PRIMARY KEY, a_id integer);
