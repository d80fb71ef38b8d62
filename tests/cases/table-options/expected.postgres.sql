-- migrate:upgrade
ALTER TABLE t
    SET UNLOGGED,
    RESET (autovacuum_enabled),
    SET (fillfactor = 80);

ALTER TABLE u REPLICA IDENTITY FULL;

-- migrate:downgrade
ALTER TABLE t
    SET LOGGED,
    SET (fillfactor = 70, autovacuum_enabled = false);

ALTER TABLE u REPLICA IDENTITY DEFAULT;
