-- migrate: renamed_from people
CREATE TABLE persons (id int NOT NULL PRIMARY KEY, name varchar(20));
CREATE VIEW shown AS SELECT id, name FROM persons;
CREATE VIEW again AS SELECT id FROM shown;
