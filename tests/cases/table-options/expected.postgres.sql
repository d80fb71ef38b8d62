-- migrate:upgrade
ALTER TABLE t
    SET UNLOGGED,
    RESET (autovacuum_enabled),
    SET (fillfactor = 80);

ALTER TABLE u REPLICA IDENTITY FULL;

-- migrate:downgrade
ALTER TABLE t
    SET LOGGED,
    SET (autovacuum_enabled = false, fillfactor = 70);

ALTER TABLE u REPLICA IDENTITY DEFAULT;
