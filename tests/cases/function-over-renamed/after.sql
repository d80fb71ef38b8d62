-- migrate: renamed_from users
CREATE TABLE people (id integer CONSTRAINT users_pkey PRIMARY KEY, name text);
CREATE FUNCTION label(u people) RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT u.name || u.id; END;
CREATE FUNCTION first_user() RETURNS SETOF people LANGUAGE sql AS 'SELECT * FROM people LIMIT 1';
CREATE VIEW labels AS SELECT label(u) AS label FROM people u;
-- migrate: renamed_from old_name
CREATE FUNCTION new_name(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION old_name(a text) RETURNS text LANGUAGE sql AS 'SELECT a';
