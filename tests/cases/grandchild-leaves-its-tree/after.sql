CREATE TABLE base (a integer NOT NULL);
CREATE TABLE middle () INHERITS (base);
CREATE TABLE leaf (a integer NOT NULL);
