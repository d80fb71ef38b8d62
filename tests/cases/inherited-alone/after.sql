CREATE TABLE base (id integer); CREATE TABLE child (more integer) INHERITS (base);
