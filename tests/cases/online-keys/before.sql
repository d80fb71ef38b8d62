CREATE TABLE people (id integer, mail text, country text, number integer, CONSTRAINT uq_number UNIQUE (number));
CREATE TABLE cars (id integer CONSTRAINT pk_cars PRIMARY KEY, plate text NOT NULL);
CREATE UNIQUE INDEX uq_plate ON cars (plate);
