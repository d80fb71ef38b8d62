CREATE TABLE papers (code integer);
CREATE TABLE bills (CONSTRAINT coded NOT NULL code) INHERITS (papers);
CREATE TABLE notes (code integer) INHERITS (papers);
ALTER TABLE papers ADD CONSTRAINT coded NOT NULL code NOT VALID;
CREATE TABLE rooms (floor integer NOT NULL);
CREATE TABLE halls (NOT NULL floor) INHERITS (rooms);
