CREATE TABLE p1 (id int, name text DEFAULT 'p1', CONSTRAINT pos CHECK (id > 0));
CREATE TABLE p2 (name text DEFAULT 'p2b', extra date, CONSTRAINT own CHECK (extra > '2000-01-01'));
CREATE TABLE c (name text DEFAULT 'c2', local bigint) INHERITS (p1, p2);
CREATE TABLE gc (deep text) INHERITS (c);
CREATE VIEW v AS SELECT tableoid::regclass AS t, id, name FROM p1;
