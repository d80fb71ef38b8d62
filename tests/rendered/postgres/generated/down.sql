BEGIN;
DROP VIEW v;

DROP INDEX ix_settles;

ALTER TABLE t DROP CONSTRAINT t_starts;

ALTER TABLE t DROP CONSTRAINT starts_check;

DROP INDEX ix_starts;

ALTER TABLE t DROP COLUMN other;

ALTER TABLE t DROP COLUMN starts;

ALTER TABLE t ADD COLUMN other integer GENERATED ALWAYS AS (a + 1) STORED;

ALTER TABLE t ADD COLUMN starts integer;

ALTER TABLE t ALTER COLUMN wider TYPE integer;

-- loses the values of t.settles
ALTER TABLE t DROP COLUMN settles;

ALTER TABLE t ADD COLUMN settles integer GENERATED ALWAYS AS (a + 3) STORED;

ALTER TABLE t ADD CONSTRAINT t_starts UNIQUE (starts);

ALTER TABLE t ADD CONSTRAINT starts_check CHECK (starts > 0);

CREATE INDEX ix_settles ON t (settles);

CREATE INDEX ix_starts ON t (starts);

CREATE VIEW v AS
SELECT t.a,
    t.starts,
    t.settles
   FROM t;
COMMIT;
