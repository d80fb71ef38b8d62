CREATE TABLE t (a integer CHECK (a > 0), b integer GENERATED ALWAYS AS (a * 3) VIRTUAL, c integer);
CREATE VIEW v AS SELECT b FROM t;
