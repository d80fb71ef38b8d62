CREATE TABLE t (i integer);
REVOKE SELECT ON TABLE pg_catalog.pg_cast FROM PUBLIC;
GRANT SELECT (oid, castsource) ON TABLE pg_catalog.pg_cast TO PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
