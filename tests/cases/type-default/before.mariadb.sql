CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a varchar(10) DEFAULT 'none', b integer DEFAULT 7 NOT NULL);
