CREATE FUNCTION handles() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE TRUSTED LANGUAGE house HANDLER handles;
GRANT USAGE ON LANGUAGE house TO pg_monitor;
