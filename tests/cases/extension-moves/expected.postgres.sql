-- migrate:upgrade
DROP VIEW v;

CREATE SCHEMA ext;

ALTER EXTENSION citext SET SCHEMA ext;

ALTER EXTENSION hstore SET SCHEMA ext;

CREATE VIEW v AS
SELECT u.mail
   FROM u
  WHERE (u.mail OPERATOR(ext.=) 'A@b'::ext.citext);

-- migrate:downgrade
DROP VIEW v;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER EXTENSION citext SET SCHEMA %I', current_schema()); END $do$;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER EXTENSION hstore SET SCHEMA %I', current_schema()); END $do$;

CREATE VIEW v AS
SELECT u.mail
   FROM u
  WHERE (u.mail = 'A@b'::citext);

DROP SCHEMA ext;
