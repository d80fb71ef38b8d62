CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER stays ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION on_ddl();
CREATE EVENT TRIGGER changes ON ddl_command_end EXECUTE FUNCTION on_ddl();
CREATE EVENT TRIGGER goes ON sql_drop EXECUTE FUNCTION on_ddl();
CREATE EVENT TRIGGER old_name ON table_rewrite EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER old_name ENABLE ALWAYS;
CREATE LANGUAGE sample HANDLER plpgsql_call_handler;
CREATE LANGUAGE leaves HANDLER plpgsql_call_handler;
