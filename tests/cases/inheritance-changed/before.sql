CREATE TABLE base (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'n', created date, shared integer);
CREATE TABLE other (x integer NOT NULL, y integer);
CREATE TABLE child (extra integer, shared integer) INHERITS (base, other);
CREATE TABLE grand () INHERITS (child);
CREATE TABLE free (id integer NOT NULL, name text NOT NULL, more integer);
