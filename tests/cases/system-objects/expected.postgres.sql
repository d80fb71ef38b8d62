-- migrate:upgrade
REVOKE EXECUTE ON FUNCTION gen_salt(text) FROM pg_monitor;

GRANT EXECUTE ON FUNCTION pg_sleep(double precision) TO PUBLIC;

CREATE EXTENSION hstore;

REVOKE EXECUTE ON FUNCTION gen_random_bytes(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION gen_random_bytes(integer) TO pg_monitor;

GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor;

GRANT SELECT ON TABLE pg_authid TO pg_monitor;

REVOKE USAGE ON TYPE hstore FROM PUBLIC;

-- migrate:downgrade
REVOKE EXECUTE ON FUNCTION gen_random_bytes(integer) FROM pg_monitor;

GRANT EXECUTE ON FUNCTION gen_random_bytes(integer) TO PUBLIC;

REVOKE USAGE ON LANGUAGE plpgsql FROM pg_monitor;

REVOKE SELECT ON TABLE pg_authid FROM pg_monitor;

GRANT USAGE ON TYPE hstore TO PUBLIC;

GRANT EXECUTE ON FUNCTION gen_salt(text) TO pg_monitor WITH GRANT OPTION;

REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC;

DROP EXTENSION hstore;
