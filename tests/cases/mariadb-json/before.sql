CREATE TABLE docs (id int NOT NULL PRIMARY KEY, doc json NOT NULL, kept json DEFAULT '{}', words longtext);
