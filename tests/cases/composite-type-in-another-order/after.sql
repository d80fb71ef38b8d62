CREATE TYPE addr AS (street text, town text, zip varchar(10), country text);
CREATE TABLE person (id integer PRIMARY KEY, a addr);
