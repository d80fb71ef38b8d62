CREATE TYPE span AS (first integer, last integer);
CREATE FUNCTION hours(span) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT (($1).last - ($1).first)::numeric';
CREATE CAST (span AS numeric) WITH FUNCTION hours(span);
CREATE SEQUENCE numbers;
CREATE FUNCTION next_number() RETURNS bigint LANGUAGE sql AS 'SELECT nextval(''public.numbers'')';
CREATE TABLE shift (id integer, span span);
CREATE VIEW long AS SELECT id, span::numeric AS hours FROM shift;
