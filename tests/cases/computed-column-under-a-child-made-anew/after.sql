CREATE TABLE p (a numeric, b numeric GENERATED ALWAYS AS (a * 3) STORED, d text DEFAULT 'd');
CREATE TABLE k (c int, a numeric DEFAULT 4, d text DEFAULT 'k') INHERITS (p);
CREATE INDEX kb ON k (b);
