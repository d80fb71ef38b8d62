CREATE TABLE old (id serial PRIMARY KEY, x text);
CREATE TABLE k (id integer NOT NULL PRIMARY KEY);
