-- migrate:upgrade
REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC;

REVOKE SELECT ON TABLE pg_cast FROM PUBLIC;

GRANT SELECT (castsource) ON TABLE pg_cast TO PUBLIC;

GRANT SELECT (oid) ON TABLE pg_cast TO PUBLIC;

-- migrate:downgrade
GRANT EXECUTE ON FUNCTION pg_sleep(double precision) TO PUBLIC;

GRANT SELECT ON TABLE pg_cast TO PUBLIC;

REVOKE SELECT (castsource) ON TABLE pg_cast FROM PUBLIC;

REVOKE SELECT (oid) ON TABLE pg_cast FROM PUBLIC;
