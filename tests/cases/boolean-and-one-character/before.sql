CREATE TABLE t (id int, yes char(1), r int4range);
