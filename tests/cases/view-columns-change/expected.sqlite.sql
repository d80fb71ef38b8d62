-- migrate:upgrade
DROP VIEW v;

CREATE VIEW v AS
SELECT b AS a, id FROM t;

-- migrate:downgrade
DROP VIEW v;

CREATE VIEW v AS
SELECT id, a FROM t;
