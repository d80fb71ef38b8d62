-- migrate:upgrade
-- reads all rows of spot: reads and writes wait until that is done
ALTER TABLE spot ALTER COLUMN place SET NOT NULL;

-- migrate:downgrade
ALTER TABLE spot ALTER COLUMN place DROP NOT NULL;
