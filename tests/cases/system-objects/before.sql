CREATE EXTENSION pgcrypto;
GRANT EXECUTE ON FUNCTION gen_salt(text) TO pg_monitor WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC;
CREATE TABLE t (id integer);
