CREATE TABLE parent (id integer PRIMARY KEY DEFERRABLE, k integer UNIQUE DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE other_parent (id integer PRIMARY KEY);
CREATE TABLE child (
    id integer PRIMARY KEY,
    p_id integer CONSTRAINT fk_p REFERENCES other_parent DEFERRABLE,
    k integer
);

CREATE TABLE t (a bigint, b text);
CREATE FUNCTION rows_of() RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t; END;
CREATE FUNCTION how_many() RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT count(*)::numeric FROM rows_of(); END;
CREATE VIEW numbers AS SELECT how_many() AS n;
CREATE FUNCTION first_number() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT n::bigint FROM numbers; END;
CREATE TABLE d (n bigint DEFAULT first_number(), CONSTRAINT ck CHECK (n <> how_many()));

CREATE FUNCTION joined(text, text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 || $2; END';
CREATE SCHEMA ops;
CREATE OPERATOR ops.+@ (LEFTARG = text, RIGHTARG = text, FUNCTION = joined);
CREATE TABLE names (a text, b text);
CREATE VIEW whole_names AS SELECT a OPERATOR(ops.+@) b AS ab FROM names;
CREATE INDEX ix_names ON names ((a OPERATOR(ops.+@) b));

CREATE SEQUENCE one START 5;
CREATE SEQUENCE two START 9;
CREATE TABLE counted (x bigint DEFAULT nextval('two'), y bigint DEFAULT nextval('one'));
ALTER SEQUENCE one OWNED BY counted.y;
ALTER SEQUENCE two OWNED BY counted.x;

CREATE FUNCTION base(n integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n';
CREATE FUNCTION f(a integer DEFAULT base(4), b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT a';
