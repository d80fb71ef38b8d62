CREATE TYPE addr AS (street text, city text, zip varchar(5));
CREATE TABLE person (id integer PRIMARY KEY, a addr);
