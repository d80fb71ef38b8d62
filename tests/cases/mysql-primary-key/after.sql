CREATE TABLE counted (id int NOT NULL AUTO_INCREMENT, part int NOT NULL, PRIMARY KEY (part, id), KEY ix_id (id));
CREATE TABLE comes (id int NOT NULL PRIMARY KEY);
CREATE TABLE goes (id int NOT NULL);
