CREATE FUNCTION dd(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 - $2';
CREATE TYPE temp AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE w (id int, r temp);
CREATE INDEX w_r ON w USING gist (r);
