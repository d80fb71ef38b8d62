BEGIN;
DROP VIEW cut;

DROP VIEW turns;

-- materialized view m stays as it was computed before: REFRESH MATERIALIZED VIEW m
CREATE OR REPLACE VIEW v AS
SELECT t.a,
    t.b,
    (t.a + 1) AS c
   FROM t;

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
COMMIT;
