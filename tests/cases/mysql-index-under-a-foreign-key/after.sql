CREATE TABLE towns (id int NOT NULL PRIMARY KEY);
CREATE TABLE people (id int NOT NULL PRIMARY KEY, town int, born_in int, KEY ix_born_and_id (born_in, id),
  CONSTRAINT fk_born FOREIGN KEY (born_in) REFERENCES towns (id));
