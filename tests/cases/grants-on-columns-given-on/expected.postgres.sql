-- migrate:upgrade
CREATE VIEW v AS
SELECT t.a,
    t.b
   FROM t;

GRANT UPDATE (a) ON v TO pg_monitor WITH GRANT OPTION;

SET ROLE pg_monitor;

GRANT UPDATE (a) ON v TO pg_signal_backend;

RESET ROLE;

SET ROLE pg_monitor;

REVOKE SELECT (b) ON t FROM pg_signal_backend;

RESET ROLE;

REVOKE SELECT (b) ON t FROM pg_monitor;

GRANT SELECT (a) ON t TO pg_monitor WITH GRANT OPTION;

SET ROLE pg_monitor;

GRANT SELECT (a) ON t TO pg_signal_backend;

RESET ROLE;

-- migrate:downgrade
DROP VIEW v;

SET ROLE pg_monitor;

REVOKE SELECT (a) ON t FROM pg_signal_backend;

RESET ROLE;

REVOKE SELECT (a) ON t FROM pg_monitor;

GRANT SELECT (b) ON t TO pg_monitor WITH GRANT OPTION;

SET ROLE pg_monitor;

GRANT SELECT (b) ON t TO pg_signal_backend;

RESET ROLE;
