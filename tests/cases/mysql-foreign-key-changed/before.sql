CREATE TABLE towns (id int NOT NULL PRIMARY KEY);
CREATE TABLE people (id int NOT NULL PRIMARY KEY, town int, CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id));
