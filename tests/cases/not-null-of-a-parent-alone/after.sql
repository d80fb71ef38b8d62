CREATE TABLE papers (code integer CONSTRAINT coded NOT NULL);
CREATE TABLE bills () INHERITS (papers);
CREATE TABLE notes (code integer) INHERITS (papers);
CREATE TABLE rooms (floor integer NOT NULL);
CREATE TABLE halls () INHERITS (rooms);
