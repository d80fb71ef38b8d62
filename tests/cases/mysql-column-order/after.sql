CREATE TABLE people (first int, a int, c varchar(10) NOT NULL DEFAULT 'c', b int, d int, last int);
