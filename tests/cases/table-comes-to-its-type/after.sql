CREATE TYPE spot AS (x integer, y integer);
CREATE TYPE place AS (x integer, y integer, z integer);
CREATE TABLE joins_it OF spot;
CREATE TABLE leaves_it (x integer, y integer, extra text);
CREATE TABLE changes_it OF spot (PRIMARY KEY (x));
