BEGIN;
DROP VIEW v;

DROP MATERIALIZED VIEW m;

DROP INDEX ix_isnew;

DROP INDEX ix_new;

ALTER TYPE used RENAME TO used__old;

CREATE TYPE used AS ENUM ('x');

ALTER TYPE grown RENAME TO grown__old;

CREATE TYPE grown AS ENUM ('b', 'd');

ALTER TYPE swapped RENAME TO swapped__old;

CREATE TYPE swapped AS ENUM ('a', 'b', 'c');

-- fails while rows hold 'y', 'it''s'
-- fails while rows hold 'a', 'c', 'c2', 'e'
ALTER TABLE t
    DROP CONSTRAINT not_gone,
    ALTER COLUMN u DROP DEFAULT,
    ALTER COLUMN u TYPE used USING u::text::used,
    ALTER COLUMN g TYPE grown USING g::text::grown,
    ALTER COLUMN w TYPE swapped USING w::text::swapped,
    DROP COLUMN is_new;

DROP TYPE used__old;

DROP TYPE grown__old;

DROP TYPE swapped__old;

ALTER TYPE status RENAME VALUE 'fresh' TO 'new';

ALTER TYPE status RENAME TO status__old;

CREATE TYPE status AS ENUM ('new', 'open', 'gone', 'sent');

-- fails while rows hold 'more'
ALTER TABLE t
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN list DROP DEFAULT,
    ALTER COLUMN plain DROP DEFAULT,
    ALTER COLUMN s TYPE status USING s::text::status,
    ALTER COLUMN list TYPE status[] USING list::text[]::status[],
    ALTER COLUMN u SET DEFAULT 'x'::used;

DROP TYPE status__old;

ALTER TABLE t
    ALTER COLUMN s SET DEFAULT 'new'::status,
    ADD COLUMN is_new boolean GENERATED ALWAYS AS (s = 'new'::status) STORED,
    ALTER COLUMN list SET DEFAULT '{new}'::status[],
    ALTER COLUMN plain SET DEFAULT 'new'::status,
    ADD CONSTRAINT not_gone CHECK ((s <> 'open'::status) OR (id > 0));

CREATE INDEX ix_isnew ON t ((s = 'new'::status));

CREATE INDEX ix_new ON t (id) WHERE s = 'new'::status;

CREATE VIEW v AS
SELECT t.id,
    t.s,
    t.g
   FROM t
  WHERE (t.s <> 'sent'::status);

CREATE MATERIALIZED VIEW m AS
SELECT t.s,
    count(*) AS count
   FROM t
  GROUP BY t.s;

CREATE UNIQUE INDEX ix_m ON m (s);
COMMIT;
