-- migrate:upgrade
-- fails while t.i holds values beyond integer
ALTER SEQUENCE t_i_seq MINVALUE -99999999999 MAXVALUE 99999999999;

-- if t_i_seq stands outside of -2147483648 to 2147483647, it begins anew at 1
SELECT setval('t_i_seq', 1, false) FROM t_i_seq WHERE last_value NOT BETWEEN -2147483648 AND 2147483647;

ALTER SEQUENCE t_i_seq MINVALUE -2147483648 MAXVALUE 2147483647;

ALTER TABLE t ALTER COLUMN i TYPE integer;

ALTER SEQUENCE t_i_seq MINVALUE -2147483648 MAXVALUE 2147483647;

-- if t_i_seq stands outside of 1 to 2147483647, it begins anew at 1
SELECT setval('t_i_seq', 1, false) FROM t_i_seq WHERE last_value NOT BETWEEN 1 AND 2147483647;

ALTER TABLE t
    ALTER COLUMN i SET NO MINVALUE SET NO MAXVALUE,
    ALTER COLUMN j TYPE bigint;

ALTER SEQUENCE t_j_seq MINVALUE 1 MAXVALUE 9223372036854775807;

-- if t_j_seq stands outside of 1 to 99999999999, it begins anew at 1
SELECT setval('t_j_seq', 1, false) FROM t_j_seq WHERE last_value NOT BETWEEN 1 AND 99999999999;

ALTER TABLE t ALTER COLUMN j SET NO MINVALUE SET MAXVALUE 99999999999;

-- migrate:downgrade
ALTER TABLE t ALTER COLUMN i TYPE bigint;

ALTER SEQUENCE t_i_seq MINVALUE -99999999999 MAXVALUE 9223372036854775807;

-- if t_i_seq stands outside of -99999999999 to 99999999999, it begins anew at 1
SELECT setval('t_i_seq', 1, false) FROM t_i_seq WHERE last_value NOT BETWEEN -99999999999 AND 99999999999;

ALTER TABLE t ALTER COLUMN i SET MINVALUE -99999999999 SET MAXVALUE 99999999999;

-- fails while t.j holds values beyond integer
ALTER SEQUENCE t_j_seq MINVALUE 1 MAXVALUE 99999999999;

-- if t_j_seq stands outside of 1 to 2147483647, it begins anew at 1
SELECT setval('t_j_seq', 1, false) FROM t_j_seq WHERE last_value NOT BETWEEN 1 AND 2147483647;

ALTER SEQUENCE t_j_seq NO MINVALUE MAXVALUE 2147483647;

ALTER TABLE t ALTER COLUMN j TYPE integer;

ALTER TABLE t ALTER COLUMN j SET NO MAXVALUE;
