CREATE TABLE letters (id integer, body text);
GRANT SELECT ON letters TO pg_monitor WITH GRANT OPTION;
GRANT SELECT (body) ON letters TO pg_read_all_data WITH GRANT OPTION;
SET ROLE pg_monitor;
GRANT SELECT ON letters TO pg_signal_backend;
RESET ROLE;
SET ROLE pg_read_all_data;
GRANT SELECT (body) ON letters TO pg_signal_backend;
RESET ROLE;
