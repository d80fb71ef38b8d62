CREATE TABLE animals (id integer, name text NOT NULL);
CREATE TABLE dogs (CONSTRAINT dogs_are_called NOT NULL name, breed text) INHERITS (animals);
CREATE TABLE cats (NOT NULL name) INHERITS (animals);
CREATE TABLE kittens (CONSTRAINT kittens_are_called NOT NULL name, NOT NULL id NO INHERIT) INHERITS (cats);
