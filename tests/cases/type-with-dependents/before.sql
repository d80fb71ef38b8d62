CREATE TABLE t (
  id integer CONSTRAINT pk_t PRIMARY KEY,
  price integer NOT NULL,
  twice integer GENERATED ALWAYS AS (price * 2) STORED,
  CONSTRAINT ck_t_price CHECK (price >= 0)
);
CREATE INDEX ix_t_price ON t ((price + 1)) WHERE price > 5;
CREATE VIEW dear AS SELECT id, price FROM t WHERE price > 10;
COMMENT ON VIEW dear IS 'Those that cost';
COMMENT ON COLUMN dear.price IS 'in cents';
CREATE VIEW dearest AS SELECT id FROM dear WHERE price > 100;
CREATE MATERIALIZED VIEW sums AS SELECT sum(price) AS total FROM t;
CREATE UNIQUE INDEX ix_sums_total ON sums (total);
COMMENT ON MATERIALIZED VIEW sums IS 'All of it';
