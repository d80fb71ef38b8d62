-- migrate:upgrade
CREATE SCHEMA "new one";

COMMENT ON SCHEMA "new one" IS 'where things are';

ALTER TABLE old.a SET SCHEMA "new one";

ALTER TABLE b SET SCHEMA "new one";

DROP SCHEMA old;

-- migrate:downgrade
CREATE SCHEMA old;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TABLE "new one".b SET SCHEMA %I', current_schema()); END $do$;

ALTER TABLE "new one".a SET SCHEMA old;

DROP SCHEMA "new one";
