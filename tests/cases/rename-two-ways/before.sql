CREATE TABLE people (
  id integer NOT NULL CONSTRAINT pk_people PRIMARY KEY,
  first varchar(50) NOT NULL,
  last varchar(50) NOT NULL,
  mail varchar(50) NOT NULL
);
CREATE TABLE dogs (id integer NOT NULL CONSTRAINT pk_dogs PRIMARY KEY, name varchar(20) NOT NULL);
CREATE TABLE cats (id integer NOT NULL CONSTRAINT pk_cats PRIMARY KEY, name varchar(20) NOT NULL);
