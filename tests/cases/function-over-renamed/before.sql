CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE FUNCTION label(u users) RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT u.name || u.id; END;
CREATE FUNCTION first_user() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users LIMIT 1';
CREATE VIEW labels AS SELECT label(u) AS label FROM users u;
CREATE FUNCTION old_name(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION old_name(a text) RETURNS text LANGUAGE sql AS 'SELECT a';
