CREATE TYPE spot_at AS (x integer, y integer);
CREATE TABLE spot (id integer PRIMARY KEY, place spot_at);
CREATE FUNCTION first_spot() RETURNS spot_at LANGUAGE sql AS 'SELECT 0, 1';
