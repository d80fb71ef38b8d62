CREATE EXTENSION hstore;
CREATE TABLE things (id integer PRIMARY KEY, properties jsonb, path text);
