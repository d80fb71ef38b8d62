CREATE TABLE t (id int, a int, s int GENERATED ALWAYS AS (a + 1) VIRTUAL);
