-- migrate:upgrade
ALTER TABLE t SET UNLOGGED;

ALTER TABLE t RESET (autovacuum_enabled);

ALTER TABLE t SET (fillfactor = 80);

ALTER TABLE u REPLICA IDENTITY FULL;

-- migrate:downgrade
ALTER TABLE t SET LOGGED;

ALTER TABLE t SET (autovacuum_enabled = false, fillfactor = 70);

ALTER TABLE u REPLICA IDENTITY DEFAULT;
