CREATE TABLE t (id int, yes boolean, r int4multirange);
