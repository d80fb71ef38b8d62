-- migrate:upgrade
DROP VIEW w;

DROP VIEW v;

CREATE VIEW v AS
SELECT t.b AS a,
    t.id
   FROM t;

CREATE VIEW w AS
SELECT v.a
   FROM v;

-- migrate:downgrade
DROP VIEW w;

DROP VIEW v;

CREATE VIEW v AS
SELECT t.id,
    t.a
   FROM t;

CREATE VIEW w AS
SELECT v.a
   FROM v;
