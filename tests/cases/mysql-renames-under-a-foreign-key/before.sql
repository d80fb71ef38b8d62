CREATE TABLE towns (id int NOT NULL PRIMARY KEY, name varchar(20) NOT NULL, UNIQUE KEY uq_name (name));
CREATE TABLE people (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, town int NOT NULL, KEY ix_town (town), CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id));
CREATE VIEW shown AS SELECT p.id, t.name FROM people p JOIN towns t ON t.id = p.town;
CREATE TRIGGER watch BEFORE INSERT ON people FOR EACH ROW SET NEW.town = NEW.town + 0;
