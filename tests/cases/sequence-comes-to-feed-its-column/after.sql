CREATE TABLE counts (id serial NOT NULL, at date);
