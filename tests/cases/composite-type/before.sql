CREATE TYPE address AS (street text, zip varchar(10) COLLATE "C", floor integer);
COMMENT ON TYPE address IS 'where';
COMMENT ON COLUMN address.street IS 'with its number';
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE gone AS (a integer);
CREATE TYPE "Old" AS (x real);
CREATE TABLE people (id integer CONSTRAINT pk_people PRIMARY KEY, home address, others address[] DEFAULT '{}');
CREATE VIEW streets AS SELECT id, (home).street FROM people;
CREATE TABLE typed OF address;
