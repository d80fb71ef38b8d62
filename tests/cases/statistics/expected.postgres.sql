-- migrate:upgrade
CREATE SCHEMA stats;

ALTER STATISTICS st_old SET SCHEMA stats;

ALTER STATISTICS stats.st_old RENAME TO st_new;

DROP STATISTICS st_gone;

DROP STATISTICS st_changes;

DROP STATISTICS st_kept;

-- loses the values of t.d
ALTER TABLE t
    ALTER COLUMN a TYPE bigint,
    DROP COLUMN d;

ALTER STATISTICS st_target SET STATISTICS 10;

COMMENT ON STATISTICS st_target IS 'two of them';

CREATE STATISTICS st_changes (ndistinct, dependencies) ON a, b FROM t;

CREATE STATISTICS st_comes ON b, lower(c) FROM t;

CREATE STATISTICS st_kept ON a, lower(c) FROM t;

ALTER STATISTICS st_kept SET STATISTICS 50;

COMMENT ON STATISTICS st_kept IS 'fifty';

-- migrate:downgrade
DROP STATISTICS st_changes;

DROP STATISTICS st_comes;

DROP STATISTICS st_kept;

DROP STATISTICS st_target;

-- the old values of d are gone: rows get ''
-- fails while t.a holds values beyond integer
ALTER TABLE t
    ADD COLUMN d text DEFAULT '' NOT NULL,
    ALTER COLUMN a TYPE integer;

ALTER TABLE t ALTER COLUMN d DROP DEFAULT;

CREATE STATISTICS st_gone ON a, d FROM t;

CREATE STATISTICS st_changes (ndistinct) ON a, b FROM t;

CREATE STATISTICS st_kept ON a, lower(c) FROM t;

ALTER STATISTICS st_kept SET STATISTICS 50;

COMMENT ON STATISTICS st_kept IS 'fifty';

CREATE STATISTICS st_target ON a, c FROM t;

COMMENT ON STATISTICS st_target IS 'two';

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER STATISTICS stats.st_new SET SCHEMA %I', current_schema()); END $do$;

ALTER STATISTICS st_new RENAME TO st_old;

DROP SCHEMA stats;
