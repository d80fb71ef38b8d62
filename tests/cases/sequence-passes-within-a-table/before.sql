CREATE TABLE a (id serial, x text, k integer NOT NULL);
