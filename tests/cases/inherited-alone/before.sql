CREATE TABLE base (id serial PRIMARY KEY, created date DEFAULT '2024-01-01');
CREATE TABLE child (id integer NOT NULL, note text, created date);
CREATE TABLE grand (x integer) INHERITS (child);
CREATE INDEX grand_x ON grand (x);
CREATE VIEW children AS SELECT id, note FROM child;
CREATE TABLE leaving (extra integer) INHERITS (base);
CREATE TABLE plain (id integer, name text);
CREATE TABLE owning (note text) INHERITS (plain);
CREATE TABLE all_own (more integer) INHERITS (plain);
