CREATE TABLE par(id int NOT NULL); CREATE TABLE kid(x int) INHERITS (par);
