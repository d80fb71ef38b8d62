CREATE TABLE t (id int, a int, s int NOT NULL);
