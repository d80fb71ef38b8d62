CREATE TABLE animal (id int PRIMARY KEY, name text, CONSTRAINT nm CHECK (name <> ''));
CREATE TABLE dog (name text NOT NULL DEFAULT 'rex') INHERITS (animal);
CREATE TABLE cat (name text NOT NULL DEFAULT 'tom', lives int) INHERITS (animal);
