CREATE TABLE t (a integer CHECK (a > 0), b integer GENERATED ALWAYS AS (a * 2) VIRTUAL, c integer);
CREATE VIEW v AS SELECT b FROM t;
