CREATE TYPE address AS (street text, zip text);
CREATE DOMAIN amount AS integer NOT NULL;
CREATE TYPE bill AS (net amount, place address);
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY);
