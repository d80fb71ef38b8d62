CREATE TABLE notes (id int NOT NULL PRIMARY KEY, said varchar(40) NOT NULL);
