-- migrate:upgrade
DROP VIEW v;

-- loses the values of t.b
ALTER TABLE t DROP COLUMN b;

CREATE VIEW v AS SELECT id, a FROM t;

-- migrate:downgrade
DROP VIEW v;

ALTER TABLE t ADD COLUMN b text;

CREATE VIEW v AS SELECT id, a, b FROM t;
