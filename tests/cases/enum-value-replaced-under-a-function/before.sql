CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE FUNCTION usual() RETURNS mood LANGUAGE sql IMMUTABLE AS $$SELECT 'glad'::mood$$;
CREATE TABLE day (n integer PRIMARY KEY, mood mood DEFAULT usual());
