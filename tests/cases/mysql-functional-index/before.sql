CREATE TABLE people (id int NOT NULL PRIMARY KEY, name varchar(20) NOT NULL, born int, KEY ix_lower ((lower(name))), KEY ix_gone ((born + 1)));
