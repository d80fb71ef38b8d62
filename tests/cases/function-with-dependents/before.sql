CREATE FUNCTION rate(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a * 2';
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE t (
    id integer PRIMARY KEY,
    a integer DEFAULT rate(5),
    b bigint GENERATED ALWAYS AS (rate(id)) STORED,
    CONSTRAINT ck CHECK (rate(a) > 0)
);
CREATE INDEX ix ON t (rate(a));
COMMENT ON INDEX ix IS 'by rate';
COMMENT ON CONSTRAINT ck ON t IS 'fine';
CREATE VIEW v AS SELECT rate(id) + 1 AS n FROM t;
COMMENT ON VIEW v IS 'rates';
CREATE MATERIALIZED VIEW m AS SELECT id, rate(id) AS r FROM t;
CREATE INDEX ix_m ON m (r);
CREATE FUNCTION uses(a integer DEFAULT rate(1)) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT rate(a); END;
CREATE FUNCTION unused(a integer) RETURNS integer LANGUAGE sql AS 'SELECT rate(a)';
