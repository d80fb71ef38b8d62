CREATE FUNCTION ticket() RETURNS integer LANGUAGE sql AS 'SELECT 7';
CREATE TABLE users (id bigint PRIMARY KEY, name text, born timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE nothing (id bigint PRIMARY KEY);
