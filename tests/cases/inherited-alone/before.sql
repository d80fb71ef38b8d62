CREATE TABLE base (id integer); CREATE TABLE child (id integer, more integer);
