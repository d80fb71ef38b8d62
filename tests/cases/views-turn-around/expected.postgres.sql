-- migrate:upgrade
DROP VIEW w;

DROP VIEW v;

CREATE VIEW w AS
SELECT t.id
   FROM t;

CREATE VIEW v AS
SELECT w.id
   FROM w;

-- migrate:downgrade
DROP VIEW v;

DROP VIEW w;

CREATE VIEW v AS
SELECT t.id
   FROM t;

CREATE VIEW w AS
SELECT v.id
   FROM v;
