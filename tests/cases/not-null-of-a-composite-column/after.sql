CREATE TYPE spot_at AS (x integer, y integer);
CREATE TABLE spot (id integer PRIMARY KEY, place spot_at NOT NULL);
