CREATE TABLE animals (id integer, name text NOT NULL);
CREATE TABLE dogs (CONSTRAINT dogs_are_called NOT NULL name, breed text) INHERITS (animals);
CREATE TABLE puppies (NOT NULL name, NOT NULL id NO INHERIT) INHERITS (dogs);
