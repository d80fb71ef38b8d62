CREATE TABLE cities (name text NOT NULL, pop numeric DEFAULT 0, elevation int, country text DEFAULT 'de', CONSTRAINT pop_ck CHECK (pop >= 0), CONSTRAINT only_here CHECK (elevation > -500));
CREATE TABLE capitals (state varchar(2), pop numeric DEFAULT 200) INHERITS (cities);
CREATE TABLE big (country text DEFAULT 'us', CONSTRAINT big_ck CHECK (pop > 20)) INHERITS (capitals);
CREATE INDEX capitals_name ON capitals (name, state);
CREATE VIEW all_cities AS SELECT name, pop, country FROM cities;
CREATE VIEW just_cities AS SELECT name FROM ONLY cities;
