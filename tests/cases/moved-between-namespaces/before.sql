CREATE SCHEMA shop;
CREATE SCHEMA "Old one";
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN shop.amount AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE TYPE "Old one".address AS (street text, zip text);
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE COLLATION by_code (PROVIDER = libc, LOCALE = 'C');
CREATE SEQUENCE numbers START WITH 5;
CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a * 2';
CREATE FUNCTION twice(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a * 2';
CREATE PROCEDURE shop.act(a integer) LANGUAGE sql AS 'SELECT a';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE goods (
  id serial CONSTRAINT pk_goods PRIMARY KEY,
  state mood NOT NULL DEFAULT 'sad',
  price shop.amount,
  place "Old one".address,
  valid span,
  code text COLLATE by_code,
  number integer DEFAULT nextval('numbers'),
  double integer GENERATED ALWAYS AS (twice(number)) STORED
);
CREATE INDEX ix_goods_code ON goods (code);
CREATE STATISTICS goods_stats ON id, number FROM goods;
CREATE TRIGGER touched BEFORE UPDATE ON goods FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW shown AS SELECT id, twice(number) AS twice FROM goods;
CREATE MATERIALIZED VIEW shop.kept AS SELECT state, total(number) AS number FROM goods GROUP BY state;
CREATE INDEX ix_kept ON shop.kept (number);
CREATE TABLE shop.orders (
  id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_orders PRIMARY KEY,
  good integer CONSTRAINT fk_orders_goods REFERENCES goods
);
COMMENT ON FUNCTION twice(integer) IS 'two times';
COMMENT ON TABLE goods IS 'what we sell';
