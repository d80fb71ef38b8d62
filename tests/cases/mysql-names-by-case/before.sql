CREATE TABLE people (Id int NOT NULL PRIMARY KEY, Name varchar(20), KEY IX_Name (Name));
CREATE TABLE People (id int NOT NULL PRIMARY KEY);
