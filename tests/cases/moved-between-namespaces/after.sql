CREATE SCHEMA shop;
CREATE SCHEMA depot;
-- migrate: renamed_from public.mood
CREATE TYPE depot.mood AS ENUM ('sad', 'glad');
-- migrate: renamed_from shop.amount
CREATE DOMAIN public.amount AS integer CONSTRAINT positive CHECK (VALUE > 0);
-- migrate: renamed_from "Old one".address
CREATE TYPE depot.address AS (street text, zip text);
-- migrate: renamed_from public.span
CREATE TYPE depot.span_of AS RANGE (SUBTYPE = integer);
-- migrate: renamed_from public.by_code
CREATE COLLATION depot.by_code (PROVIDER = libc, LOCALE = 'C');
-- migrate: renamed_from public.numbers
CREATE SEQUENCE depot.numbers START WITH 5;
-- migrate: renamed_from public.twice
CREATE FUNCTION depot.twice(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a * 2';
CREATE FUNCTION twice(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a * 2';
-- migrate: renamed_from shop.act
CREATE PROCEDURE public.act(a integer) LANGUAGE sql AS 'SELECT a';
-- migrate: renamed_from public.total
CREATE AGGREGATE depot.total_of(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
-- migrate: renamed_from public.touch
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
-- migrate: renamed_from public.goods
CREATE TABLE shop.goods (
  id serial CONSTRAINT pk_goods PRIMARY KEY,
  state depot.mood NOT NULL DEFAULT 'sad',
  price amount,
  place depot.address,
  valid depot.span_of,
  code text COLLATE depot.by_code,
  number integer DEFAULT nextval('depot.numbers'),
  double integer GENERATED ALWAYS AS (depot.twice(number)) STORED
);
CREATE INDEX ix_goods_code ON shop.goods (code);
-- migrate: renamed_from public.goods_stats
CREATE STATISTICS depot.goods_stats ON id, number FROM shop.goods;
CREATE TRIGGER touched BEFORE UPDATE ON shop.goods FOR EACH ROW EXECUTE FUNCTION shop.touch();
-- migrate: renamed_from public.shown
CREATE VIEW depot.shown AS SELECT id, depot.twice(number) AS twice FROM shop.goods;
-- migrate: renamed_from shop.kept
CREATE MATERIALIZED VIEW public.kept AS SELECT state, depot.total_of(number) AS number FROM shop.goods GROUP BY state;
CREATE INDEX ix_kept ON kept (number);
-- migrate: renamed_from shop.orders
CREATE TABLE public.orders (
  id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_orders PRIMARY KEY,
  good integer CONSTRAINT fk_orders_goods REFERENCES shop.goods
);
COMMENT ON FUNCTION depot.twice(integer) IS 'two times';
COMMENT ON TABLE shop.goods IS 'what we sell';
