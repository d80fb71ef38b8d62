CREATE TABLE cities (name text, pop real DEFAULT 0, elevation int, CONSTRAINT pop_ck CHECK (pop >= 0), CONSTRAINT only_here CHECK (elevation > -500) NO INHERIT);
CREATE TABLE capitals (state char(2), pop real DEFAULT 100) INHERITS (cities);
CREATE TABLE big (CONSTRAINT big_ck CHECK (pop > 10)) INHERITS (capitals);
CREATE INDEX capitals_name ON capitals (name);
CREATE VIEW all_cities AS SELECT name, pop FROM cities;
CREATE VIEW just_cities AS SELECT name FROM ONLY cities;
