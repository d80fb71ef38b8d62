CREATE TYPE address AS (
    street text,
    -- migrate: renamed_from zip
    code varchar(10) COLLATE "C",
    country text
);
COMMENT ON COLUMN address.code IS 'of the town';
CREATE TYPE pair AS (a bigint, b text);
CREATE TYPE held_by_nothing AS (a bigint, b text);
COMMENT ON TYPE pair IS 'two';
-- migrate: renamed_from "Old"
CREATE TYPE new AS (x real);
CREATE TYPE nested AS (one address, many pair[]);
CREATE TABLE people (id integer CONSTRAINT pk_people PRIMARY KEY, home address, others address[] DEFAULT '{}', nested nested);
CREATE VIEW streets AS SELECT id, (home).street FROM people;
CREATE TABLE typed OF address;
