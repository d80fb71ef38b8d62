CREATE TABLE people (id int NOT NULL PRIMARY KEY, name varchar(20) NOT NULL, age int, town varchar(20));
CREATE DEFINER=CURRENT_USER VIEW adults AS SELECT id, name, town FROM people WHERE age >= 18;
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW named AS SELECT id, name FROM adults WHERE name <> '';
CREATE VIEW counted AS SELECT count(*) AS n FROM named;
