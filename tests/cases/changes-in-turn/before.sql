CREATE TABLE parent (id integer PRIMARY KEY, k integer UNIQUE);
CREATE TABLE child (
    id integer PRIMARY KEY,
    p_id integer CONSTRAINT fk_p REFERENCES parent,
    k integer CONSTRAINT fk_k REFERENCES parent (k) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE t (a integer, b text);
CREATE FUNCTION rows_of() RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t; END;
CREATE FUNCTION how_many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM rows_of(); END;
CREATE VIEW numbers AS SELECT how_many() AS n;
CREATE FUNCTION first_number() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT n FROM numbers; END;
CREATE TABLE d (n bigint DEFAULT first_number(), CONSTRAINT ck CHECK (n <> how_many()));

CREATE FUNCTION joined(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $2';
CREATE OPERATOR +@ (LEFTARG = text, RIGHTARG = text, FUNCTION = joined);
CREATE TABLE names (a text, b text);
CREATE VIEW whole_names AS SELECT a +@ b AS ab FROM names;
CREATE INDEX ix_names ON names ((a +@ b));

CREATE SEQUENCE one START 5;
CREATE SEQUENCE two START 9;
CREATE TABLE counted (x bigint DEFAULT nextval('one'), y bigint DEFAULT nextval('two'));

CREATE FUNCTION base() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION f(a integer DEFAULT base()) RETURNS integer LANGUAGE sql AS 'SELECT a';
