CREATE TABLE p (id integer PRIMARY KEY, a text, b text);
CREATE UNIQUE INDEX pu ON p (b) WHERE b > 'a';
CREATE VIEW w AS SELECT a FROM p;
CREATE TABLE c (id integer PRIMARY KEY, to_a text REFERENCES p (a), to_b text REFERENCES p (b), n integer);
CREATE TABLE d (id integer PRIMARY KEY, to_view text REFERENCES w (a), to_nothing text REFERENCES gone (x), up text REFERENCES d (up), n integer);
CREATE TABLE e (x text, n integer);
CREATE TRIGGER t AFTER INSERT ON c BEGIN INSERT INTO e VALUES (NEW.to_a, NEW.n); END;
