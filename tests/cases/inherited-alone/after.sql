CREATE TABLE base (id serial PRIMARY KEY, created date DEFAULT '2024-01-01', more text);
CREATE TABLE child (note text) INHERITS (base);
CREATE TABLE grand (x integer) INHERITS (child);
CREATE INDEX grand_x ON grand (x);
CREATE VIEW children AS SELECT id, note FROM child;
CREATE TABLE leaving (id integer NOT NULL DEFAULT nextval('base_id_seq'), created date DEFAULT '2024-01-01', extra integer);
CREATE TABLE plain (id integer, name text);
CREATE TABLE owning (name text, note text) INHERITS (plain);
CREATE TABLE all_own (id integer, name text, more integer) INHERITS (plain);
