BEGIN;
DROP VIEW cut;

DROP VIEW turns;

DROP VIEW over_m;

DROP MATERIALIZED VIEW m;

DROP VIEW over_v;

DROP VIEW v;

CREATE VIEW cut AS
SELECT t.a
   FROM t
WITH CASCADED CHECK OPTION;

CREATE VIEW numbers AS
WITH RECURSIVE numbers(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (numbers_1.n + 1)
           FROM numbers numbers_1
          WHERE (numbers_1.n < 3)
        )
 SELECT numbers.n
   FROM numbers;

CREATE MATERIALIZED VIEW turns AS
SELECT t.a
   FROM t;

CREATE VIEW v AS
SELECT t.a,
    t.b,
    (t.a + 1) AS c
   FROM t;

GRANT SELECT ON v TO PUBLIC;

CREATE VIEW over_v AS
SELECT v.a
   FROM v;

COMMENT ON COLUMN over_v.a IS 'kept';

GRANT SELECT (a) ON over_v TO PUBLIC;

CREATE MATERIALIZED VIEW m AS
SELECT over_v.a
   FROM over_v;

CREATE VIEW over_m AS
SELECT m.a
   FROM m;
COMMIT;
