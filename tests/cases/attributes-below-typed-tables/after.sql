CREATE TYPE person AS (id bigint, born date, nick text);
CREATE TABLE staff OF person (id NOT NULL);
CREATE TABLE trainee (until date) INHERITS (staff);
