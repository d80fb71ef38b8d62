CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a text, b text); CREATE TABLE one (id integer NOT NULL PRIMARY KEY); CREATE TABLE two (id integer NOT NULL PRIMARY KEY);
