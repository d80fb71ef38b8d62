CREATE TYPE status AS ENUM ('new', 'open', 'gone', 'sent');
CREATE TYPE grown AS ENUM ('b', 'd');
CREATE TYPE swapped AS ENUM ('a', 'b', 'c');
CREATE TYPE used AS ENUM ('x');
CREATE TABLE t (
    id integer PRIMARY KEY, s status NOT NULL DEFAULT 'new', list status[] DEFAULT '{new}', g grown, w swapped, u used DEFAULT 'x', plain text DEFAULT 'new'::status,
    CONSTRAINT not_gone CHECK (s <> 'open' OR id > 0), is_new boolean GENERATED ALWAYS AS (s = 'new') STORED
);
CREATE INDEX ix_s ON t (s);
CREATE INDEX ix_new ON t (id) WHERE s = 'new';
CREATE INDEX ix_isnew ON t ((s = 'new'));
CREATE VIEW v AS SELECT id, s, g FROM t WHERE s <> 'sent';
CREATE MATERIALIZED VIEW m AS SELECT s, count(*) FROM t GROUP BY s;
CREATE UNIQUE INDEX ix_m ON m (s);
INSERT INTO t (id, s, list, g, w, u) VALUES (1, 'gone', '{gone,new}', 'b', 'a', 'x'), (2, 'new', NULL, 'd', 'b', 'x'), (3, 'sent', '{}', NULL, 'c', NULL);
