CREATE TYPE person AS (id integer, name text, born date);
CREATE TABLE staff OF person (id NOT NULL, name DEFAULT '' NOT NULL);
CREATE TABLE trainee (until date) INHERITS (staff);
