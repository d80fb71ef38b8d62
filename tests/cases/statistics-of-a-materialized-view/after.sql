CREATE TABLE t (id integer, a integer);
CREATE MATERIALIZED VIEW m AS SELECT id, a, a + 1 AS b FROM t;
CREATE STATISTICS m_stats ON id, a FROM m;
COMMENT ON STATISTICS m_stats IS 'stays';
