CREATE TYPE mood AS ENUM ('glad');
CREATE DOMAIN moods AS mood[];
CREATE TYPE day AS (n integer, moods moods);
CREATE TABLE week (days day[]);
