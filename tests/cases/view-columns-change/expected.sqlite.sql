-- migrate:upgrade
DROP VIEW w;

DROP VIEW v;

CREATE VIEW v AS SELECT b AS a, id FROM t;

CREATE VIEW w AS SELECT a FROM v;

-- migrate:downgrade
DROP VIEW w;

DROP VIEW v;

CREATE VIEW v AS SELECT id, a FROM t;

CREATE VIEW w AS SELECT a FROM v;
