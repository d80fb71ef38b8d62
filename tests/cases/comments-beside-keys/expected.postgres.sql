-- migrate:upgrade
DROP INDEX ix_t;

DROP INDEX ix_t_typed;

DO 'BEGIN
  EXECUTE (SELECT format(''COMMENT ON EXTENSION %I IS %L'', name, comment)
           FROM pg_available_extensions WHERE name = ''citext'');
END';

COMMENT ON EXTENSION hstore IS NULL;

ALTER TABLE t ALTER COLUMN a TYPE bigint;

CREATE INDEX ix_t_new ON t (upper(b));

ALTER INDEX ix_t_new ALTER COLUMN 1 SET STATISTICS 50;

CREATE INDEX ix_t ON t (a, lower(b));

ALTER INDEX ix_t ALTER COLUMN 2 SET STATISTICS 300;

CREATE INDEX ix_t_typed ON t (a, (a + 1));

ALTER INDEX ix_t_typed ALTER COLUMN 2 SET STATISTICS 200;

COMMENT ON INDEX pk_t IS 'the new index';

COMMENT ON INDEX ex_t IS NULL;

COMMENT ON INDEX uq_t_a IS 'comes';

-- migrate:downgrade
DROP INDEX ix_t_new;

DROP INDEX ix_t;

DROP INDEX ix_t_typed;

COMMENT ON EXTENSION citext IS 'for addresses';

DO 'BEGIN
  EXECUTE (SELECT format(''COMMENT ON EXTENSION %I IS %L'', name, comment)
           FROM pg_available_extensions WHERE name = ''hstore'');
END';

-- fails while t.a holds values beyond integer
ALTER TABLE t ALTER COLUMN a TYPE integer;

CREATE INDEX ix_t ON t (a, lower(b));

ALTER INDEX ix_t ALTER COLUMN 2 SET STATISTICS 100;

CREATE INDEX ix_t_typed ON t (a, (a + 1));

ALTER INDEX ix_t_typed ALTER COLUMN 2 SET STATISTICS 200;

COMMENT ON INDEX pk_t IS 'the old index';

COMMENT ON INDEX ex_t IS 'goes';

COMMENT ON INDEX uq_t_a IS NULL;
