CREATE TABLE people (id int NOT NULL PRIMARY KEY, name varchar(30), KEY ix_name (name));
CREATE TABLE People (id int NOT NULL PRIMARY KEY, more int);
