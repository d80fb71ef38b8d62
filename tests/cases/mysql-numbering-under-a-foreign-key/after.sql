CREATE TABLE towns (id int NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE people (id int NOT NULL PRIMARY KEY, town int, friend int, CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id), CONSTRAINT fk_friend FOREIGN KEY (friend) REFERENCES people (id));
