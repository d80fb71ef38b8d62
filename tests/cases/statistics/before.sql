CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a integer NOT NULL, b integer NOT NULL, c text NOT NULL, d text NOT NULL);
CREATE STATISTICS st_changes (ndistinct) ON a, b FROM t;
CREATE STATISTICS st_target ON a, c FROM t;
COMMENT ON STATISTICS st_target IS 'two';
CREATE STATISTICS st_old (mcv) ON b, c FROM t;
CREATE STATISTICS st_gone ON a, d FROM t;
CREATE STATISTICS st_kept ON (lower(c)), a FROM t;
ALTER STATISTICS st_kept SET STATISTICS 50;
COMMENT ON STATISTICS st_kept IS 'fifty';
