CREATE TABLE stop (id integer PRIMARY KEY, name text, code text DEFAULT 'x');
CREATE FUNCTION stops() RETURNS SETOF stop LANGUAGE sql STABLE AS 'SELECT * FROM stop';
CREATE TYPE span AS (first integer, last integer, steps integer);
CREATE FUNCTION whole() RETURNS span LANGUAGE sql STABLE AS 'SELECT min(id), max(id), 1 FROM stop';
CREATE VIEW named AS SELECT s.id, s.name FROM stops() s;
CREATE VIEW within AS SELECT w.first FROM whole() w;
