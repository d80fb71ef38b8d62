CREATE EXTENSION pgcrypto;
CREATE EXTENSION hstore;
REVOKE EXECUTE ON FUNCTION gen_random_bytes(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gen_random_bytes(integer) TO pg_monitor;
REVOKE USAGE ON TYPE hstore FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor;
GRANT SELECT ON TABLE pg_authid TO pg_monitor;
CREATE TABLE t (id integer);
