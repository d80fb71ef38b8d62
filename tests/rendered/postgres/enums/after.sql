CREATE TYPE status AS ENUM ('fresh', 'sent', 'open', 'more');
COMMENT ON TYPE status IS 'where it stands';
CREATE TYPE grown AS ENUM ('a', 'b', 'c', 'c2', 'd', 'e');
CREATE TYPE swapped AS ENUM ('b', 'a', 'c');
CREATE TYPE used AS ENUM ('x', 'y', 'it''s');
CREATE TABLE t (
    id integer PRIMARY KEY, s status NOT NULL DEFAULT 'fresh', list status[] DEFAULT '{fresh}', g grown, w swapped, u used DEFAULT 'it''s', plain text DEFAULT 'fresh'::status,
    CONSTRAINT not_gone CHECK (s <> 'open' OR id > 0), is_new boolean GENERATED ALWAYS AS (s = 'fresh') STORED
);
CREATE INDEX ix_s ON t (s);
CREATE INDEX ix_new ON t (id) WHERE s = 'fresh';
CREATE INDEX ix_isnew ON t ((s = 'fresh'));
CREATE VIEW v AS SELECT id, s, g FROM t WHERE s <> 'sent';
CREATE MATERIALIZED VIEW m AS SELECT s, count(*) FROM t GROUP BY s;
CREATE UNIQUE INDEX ix_m ON m (s);
