CREATE TABLE towns (id int NOT NULL PRIMARY KEY);
CREATE TABLE people (id int NOT NULL PRIMARY KEY, town int, born_in int, KEY ix_town (town), KEY ix_born (born_in),
  CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id), CONSTRAINT fk_born FOREIGN KEY (born_in) REFERENCES towns (id));
