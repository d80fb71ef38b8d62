CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a varchar(10) NOT NULL);
