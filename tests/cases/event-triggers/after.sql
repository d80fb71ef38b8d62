CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE NOTICE ''ddl''; END';
CREATE EVENT TRIGGER stays ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER stays DISABLE;
COMMENT ON EVENT TRIGGER stays IS 'off';
CREATE EVENT TRIGGER changes ON ddl_command_start EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER changes ENABLE REPLICA;
-- migrate: renamed_from old_name
CREATE EVENT TRIGGER new_name ON table_rewrite EXECUTE FUNCTION on_ddl();
CREATE TRUSTED LANGUAGE sample HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE sample IS 'a sample';
CREATE FUNCTION in_sample() RETURNS integer LANGUAGE sample AS 'BEGIN RETURN 1; END';
