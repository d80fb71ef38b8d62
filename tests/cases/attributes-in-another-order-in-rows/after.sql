CREATE TYPE spot_at AS (y integer, z text, x integer);
CREATE TABLE spot (id integer PRIMARY KEY, place spot_at);
CREATE FUNCTION first_spot() RETURNS spot_at LANGUAGE sql AS 'SELECT 1, NULL::text, 0';
