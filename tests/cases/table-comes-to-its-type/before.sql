CREATE TYPE spot AS (x integer, y integer);
CREATE TYPE place AS (x integer, y integer, z integer);
CREATE TABLE joins_it (x integer, extra text, y integer);
CREATE TABLE leaves_it OF spot;
CREATE TABLE changes_it OF place (PRIMARY KEY (x));
