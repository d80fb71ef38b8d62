CREATE TYPE a AS (q varchar(9), r text); CREATE TYPE b AS (a a, n bigint); CREATE TABLE t (b b, l b[]);
CREATE VIEW v AS SELECT ((b).a).q AS q FROM t;
