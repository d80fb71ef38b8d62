CREATE TYPE a AS (p text, q text); CREATE TYPE b AS (a a, n int); CREATE TABLE t (b b, l b[]);
CREATE VIEW v AS SELECT ((b).a).q AS q FROM t;
