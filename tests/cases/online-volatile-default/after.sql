CREATE FUNCTION ticket() RETURNS integer LANGUAGE sql AS 'SELECT 7';
CREATE TABLE users (id bigint PRIMARY KEY, name text, token uuid NOT NULL DEFAULT gen_random_uuid(),
    seen timestamptz DEFAULT clock_timestamp(), ticket integer DEFAULT ticket() NOT NULL, at timestamptz DEFAULT now() NOT NULL);
CREATE UNIQUE INDEX ix_token ON users (token);
CREATE TABLE nothing (id bigint PRIMARY KEY, token uuid NOT NULL DEFAULT gen_random_uuid());
