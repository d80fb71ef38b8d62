CREATE TABLE base (id integer PRIMARY KEY, t text, gone integer);
CREATE TABLE kid (extra integer, gone integer) INHERITS (base);
