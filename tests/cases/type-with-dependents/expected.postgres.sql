-- migrate:upgrade
DROP MATERIALIZED VIEW sums;

DROP VIEW dearest;

DROP VIEW dear;

DROP INDEX ix_t_price;

-- fails while t.price holds values beyond numeric(10,2)
ALTER TABLE t
    DROP CONSTRAINT ck_t_price,
    DROP COLUMN twice,
    ALTER COLUMN price TYPE numeric(10,2),
    ADD COLUMN twice numeric(12,2) GENERATED ALWAYS AS (price * (2)::numeric) STORED,
    ADD CONSTRAINT ck_t_price CHECK (price >= (0)::numeric);

CREATE INDEX ix_t_price ON t ((price + (1)::numeric)) WHERE price > (5)::numeric;

CREATE VIEW dear AS
SELECT t.id,
    t.price
   FROM t
  WHERE (t.price > (10)::numeric);

COMMENT ON VIEW dear IS 'Those that cost';

COMMENT ON COLUMN dear.price IS 'in cents';

GRANT SELECT ON dear TO PUBLIC;

CREATE MATERIALIZED VIEW sums AS
SELECT sum(t.price) AS total
   FROM t;

CREATE UNIQUE INDEX ix_sums_total ON sums (total);

COMMENT ON MATERIALIZED VIEW sums IS 'All of it';

CREATE VIEW dearest AS
SELECT dear.id
   FROM dear
  WHERE (dear.price > (100)::numeric);

-- migrate:downgrade
DROP VIEW dearest;

DROP VIEW dear;

DROP MATERIALIZED VIEW sums;

DROP INDEX ix_t_price;

-- loses fractions of t.price
ALTER TABLE t
    DROP CONSTRAINT ck_t_price,
    DROP COLUMN twice,
    ALTER COLUMN price TYPE integer,
    ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED,
    ADD CONSTRAINT ck_t_price CHECK (price >= 0);

CREATE INDEX ix_t_price ON t ((price + 1)) WHERE price > 5;

CREATE VIEW dear AS
SELECT t.id,
    t.price
   FROM t
  WHERE (t.price > 10);

COMMENT ON VIEW dear IS 'Those that cost';

COMMENT ON COLUMN dear.price IS 'in cents';

GRANT SELECT ON dear TO PUBLIC;

CREATE VIEW dearest AS
SELECT dear.id
   FROM dear
  WHERE (dear.price > 100);

CREATE MATERIALIZED VIEW sums AS
SELECT sum(t.price) AS total
   FROM t;

CREATE UNIQUE INDEX ix_sums_total ON sums (total);

COMMENT ON MATERIALIZED VIEW sums IS 'All of it';
