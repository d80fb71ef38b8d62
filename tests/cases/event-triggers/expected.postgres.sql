-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER EVENT TRIGGER old_name RENAME TO new_name;

DROP EVENT TRIGGER goes;

DROP EVENT TRIGGER changes;

CREATE OR REPLACE FUNCTION on_ddl()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$BEGIN RAISE NOTICE 'ddl'; END$function$;

ALTER EVENT TRIGGER new_name ENABLE;

ALTER EVENT TRIGGER stays DISABLE;

COMMENT ON EVENT TRIGGER stays IS 'off';

CREATE OR REPLACE TRUSTED LANGUAGE sample HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;

COMMENT ON LANGUAGE sample IS 'a sample';

CREATE FUNCTION in_sample()
 RETURNS integer
 LANGUAGE sample
AS $function$BEGIN RETURN 1; END$function$;

CREATE EVENT TRIGGER changes ON ddl_command_start
    EXECUTE FUNCTION on_ddl();

ALTER EVENT TRIGGER changes ENABLE REPLICA;

DROP LANGUAGE leaves;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP EVENT TRIGGER changes;

CREATE LANGUAGE leaves HANDLER plpgsql_call_handler;

CREATE OR REPLACE FUNCTION on_ddl()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;

ALTER EVENT TRIGGER new_name ENABLE ALWAYS;

ALTER EVENT TRIGGER stays ENABLE;

COMMENT ON EVENT TRIGGER stays IS NULL;

CREATE OR REPLACE LANGUAGE sample HANDLER plpgsql_call_handler;

COMMENT ON LANGUAGE sample IS NULL;

CREATE EVENT TRIGGER goes ON sql_drop
    EXECUTE FUNCTION on_ddl();

CREATE EVENT TRIGGER changes ON ddl_command_end
    EXECUTE FUNCTION on_ddl();

DROP FUNCTION in_sample();

ALTER EVENT TRIGGER new_name RENAME TO old_name;
