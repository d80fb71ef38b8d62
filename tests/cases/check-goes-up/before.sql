CREATE TABLE animal (id int PRIMARY KEY);
CREATE TABLE dog (name text NOT NULL DEFAULT 'rex', CONSTRAINT nm CHECK (name <> '')) INHERITS (animal);
CREATE TABLE cat (name text NOT NULL DEFAULT 'tom', lives int, CONSTRAINT nm CHECK (name <> '')) INHERITS (animal);
