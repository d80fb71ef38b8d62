-- migrate:upgrade
ALTER TABLE things ALTER COLUMN properties TYPE jsonb USING properties::jsonb;

-- migrate:downgrade
-- nothing says how jsonb becomes hstore again: check that this undoes the upgrade
ALTER TABLE things ALTER COLUMN properties TYPE hstore USING replace(btrim(properties::text, '{}'), '": ', '"=>')::hstore;
