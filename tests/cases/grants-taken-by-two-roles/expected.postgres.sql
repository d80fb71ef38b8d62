-- migrate:upgrade
SET ROLE pg_monitor;

REVOKE SELECT ON letters FROM pg_signal_backend;

RESET ROLE;

SET ROLE pg_read_all_data;

REVOKE SELECT (body) ON letters FROM pg_signal_backend;

RESET ROLE;

-- migrate:downgrade
SET ROLE pg_monitor;

GRANT SELECT ON letters TO pg_signal_backend;

RESET ROLE;

SET ROLE pg_read_all_data;

GRANT SELECT (body) ON letters TO pg_signal_backend;

RESET ROLE;
