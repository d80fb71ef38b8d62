-- migrate:upgrade
DROP STATISTICS m_stats;

DROP MATERIALIZED VIEW m;

CREATE MATERIALIZED VIEW m AS
SELECT t.id,
    t.a,
    (t.a + 1) AS b
   FROM t;

CREATE STATISTICS m_stats ON a, id FROM m;

COMMENT ON STATISTICS m_stats IS 'stays';

-- migrate:downgrade
DROP STATISTICS m_stats;

DROP MATERIALIZED VIEW m;

CREATE MATERIALIZED VIEW m AS
SELECT t.id,
    t.a
   FROM t;

CREATE STATISTICS m_stats ON a, id FROM m;

COMMENT ON STATISTICS m_stats IS 'stays';
