-- migrate:upgrade
CREATE OR REPLACE TRUSTED LANGUAGE house HANDLER handles;

GRANT USAGE ON LANGUAGE house TO pg_monitor;

-- migrate:downgrade
REVOKE USAGE ON LANGUAGE house FROM pg_monitor;

CREATE OR REPLACE LANGUAGE house HANDLER handles;
