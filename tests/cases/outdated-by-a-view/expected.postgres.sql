-- migrate:upgrade
-- materialized view m stays as it was computed before: REFRESH MATERIALIZED VIEW m
CREATE OR REPLACE VIEW v AS
SELECT (t.a + 0) AS a
   FROM t
  WHERE (t.a > 1);

-- migrate:downgrade
-- materialized view m stays as it was computed before: REFRESH MATERIALIZED VIEW m
CREATE OR REPLACE VIEW v AS
SELECT t.a
   FROM t;
