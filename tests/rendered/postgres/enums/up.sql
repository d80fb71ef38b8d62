ALTER TYPE used ADD VALUE IF NOT EXISTS 'y';

ALTER TYPE used ADD VALUE IF NOT EXISTS 'it''s';
BEGIN;
DROP MATERIALIZED VIEW m;

DROP VIEW v;

ALTER TYPE grown ADD VALUE 'a' BEFORE 'b';

ALTER TYPE grown ADD VALUE 'c' BEFORE 'd';

ALTER TYPE grown ADD VALUE 'c2' BEFORE 'd';

ALTER TYPE grown ADD VALUE 'e';

DROP INDEX ix_isnew;

DROP INDEX ix_new;

ALTER TYPE swapped RENAME TO swapped__old;

CREATE TYPE swapped AS ENUM ('b', 'a', 'c');

ALTER TABLE t
    DROP CONSTRAINT not_gone,
    ALTER COLUMN w TYPE swapped USING w::text::swapped,
    DROP COLUMN is_new,
    ALTER COLUMN u SET DEFAULT 'it''s'::used;

DROP TYPE swapped__old;

ALTER TYPE status RENAME VALUE 'new' TO 'fresh';

ALTER TYPE status RENAME TO status__old;

CREATE TYPE status AS ENUM ('fresh', 'sent', 'open', 'more');

ALTER TABLE t
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN list DROP DEFAULT,
    ALTER COLUMN plain DROP DEFAULT,
    ALTER COLUMN s TYPE status USING (CASE s::text WHEN 'gone' THEN 'sent' ELSE s::text END)::status,
    ALTER COLUMN list TYPE status[] USING array_replace(list::text[], 'gone', 'sent')::status[];

DROP TYPE status__old;

COMMENT ON TYPE status IS 'where it stands';

ALTER TABLE t
    ALTER COLUMN s SET DEFAULT 'fresh'::status,
    ADD COLUMN is_new boolean GENERATED ALWAYS AS (s = 'fresh'::status) STORED,
    ALTER COLUMN list SET DEFAULT '{fresh}'::status[],
    ALTER COLUMN plain SET DEFAULT 'fresh'::status,
    ADD CONSTRAINT not_gone CHECK ((s <> 'open'::status) OR (id > 0));

CREATE INDEX ix_isnew ON t ((s = 'fresh'::status));

CREATE INDEX ix_new ON t (id) WHERE s = 'fresh'::status;

CREATE MATERIALIZED VIEW m AS
SELECT t.s,
    count(*) AS count
   FROM t
  GROUP BY t.s;

CREATE UNIQUE INDEX ix_m ON m (s);

CREATE VIEW v AS
SELECT t.id,
    t.s,
    t.g
   FROM t
  WHERE (t.s <> 'sent'::status);
COMMIT;
