-- migrate: renamed_from towns
CREATE TABLE cities (
  -- migrate: renamed_from id
  number int NOT NULL PRIMARY KEY,
  name varchar(20) NOT NULL, UNIQUE KEY uq_cities_name (name));
-- migrate: renamed_from people
CREATE TABLE persons (id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  -- migrate: renamed_from town
  city int NOT NULL,
  KEY ix_city (city), CONSTRAINT fk_city FOREIGN KEY (city) REFERENCES cities (number));
CREATE VIEW shown AS SELECT p.id, t.name FROM persons p JOIN cities t ON t.number = p.city;
CREATE TRIGGER watch BEFORE INSERT ON persons FOR EACH ROW SET NEW.city = NEW.city + 0;
