CREATE TABLE people (id int NOT NULL PRIMARY KEY, name varchar(20));
CREATE VIEW shown AS SELECT id, name FROM people;
CREATE VIEW again AS SELECT id FROM shown;
