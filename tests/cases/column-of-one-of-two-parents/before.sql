CREATE TABLE p1 (id int, name text DEFAULT 'p1', CONSTRAINT pos CHECK (id > 0));
CREATE TABLE p2 (id int, name text DEFAULT 'p2', extra date, CONSTRAINT own CHECK (extra > '2000-01-01') NO INHERIT);
CREATE TABLE c (name text DEFAULT 'c', local int) INHERITS (p1, p2);
CREATE TABLE gc () INHERITS (c);
CREATE VIEW v AS SELECT tableoid::regclass AS t, id, name FROM p1;
