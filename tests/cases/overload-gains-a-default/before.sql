CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
CREATE FUNCTION add(a int, b int, c int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + b + c $$;
CREATE PROCEDURE run(a int) LANGUAGE sql AS $$ SELECT add(a, 1) $$;
CREATE TABLE t (x int, y int GENERATED ALWAYS AS (add(x, 1)) STORED, CHECK (add(x, 1, 2) > 0));
CREATE VIEW v AS SELECT add(x, y) AS s FROM t;
COMMENT ON FUNCTION add(int, int) IS 'two'; COMMENT ON FUNCTION add(int, int, int) IS 'three';
