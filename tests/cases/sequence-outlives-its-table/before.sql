CREATE SCHEMA x; CREATE TABLE x.a (id serial PRIMARY KEY, x text); CREATE TABLE c(v int);
