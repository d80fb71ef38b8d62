BEGIN;
DROP INDEX m_a;

CREATE UNLOGGED SEQUENCE fresh_numbers AS integer;

CREATE UNLOGGED TABLE fresh (
    id serial,
    n integer DEFAULT nextval('fresh_numbers'::regclass) NOT NULL,
    o bigint GENERATED ALWAYS AS IDENTITY NOT NULL
);

ALTER SEQUENCE fresh_numbers OWNED BY fresh.n;

COMMENT ON SCHEMA s IS 'a place';

ALTER TABLE t
    RESET (autovacuum_vacuum_scale_factor),
    SET (fillfactor = 80),
    REPLICA IDENTITY DEFAULT;

COMMENT ON TABLE t IS NULL;

ALTER TABLE u SET LOGGED;

ALTER MATERIALIZED VIEW m RESET (fillfactor);

COMMENT ON MATERIALIZED VIEW m IS 'kept';

ALTER VIEW v RESET (security_barrier);

ALTER VIEW v SET (security_invoker = true, check_option = local);

ALTER VIEW v ALTER COLUMN b DROP DEFAULT;

ALTER VIEW v ALTER COLUMN a SET DEFAULT 4;

COMMENT ON VIEW v IS 'it''s new';

COMMENT ON COLUMN v.a IS NULL;

COMMENT ON COLUMN v.b IS 'new b';

ALTER TABLE plain
    ALTER COLUMN txt SET STORAGE EXTENDED,
    ALTER COLUMN txt SET COMPRESSION pglz,
    ALTER COLUMN n SET STATISTICS 10;

CREATE UNIQUE INDEX m_u ON m (a) WHERE a > 0;

COMMENT ON INDEX m_u IS 'one each';
COMMIT;
