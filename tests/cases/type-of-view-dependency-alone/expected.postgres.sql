-- migrate:upgrade
DROP VIEW w;

DROP VIEW v;

ALTER TABLE t ALTER COLUMN name TYPE character varying(40);

CREATE VIEW v AS
SELECT t.name
   FROM t;

CREATE VIEW w AS
SELECT v.name
   FROM v;

-- migrate:downgrade
DROP VIEW w;

DROP VIEW v;

-- loses spaces at the end of t.name
-- fails while t.name holds more than 20 characters
ALTER TABLE t ALTER COLUMN name TYPE character varying(20);

CREATE VIEW v AS
SELECT t.name
   FROM t;

CREATE VIEW w AS
SELECT v.name
   FROM v;
