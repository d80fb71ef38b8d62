-- migrate:upgrade
ALTER TABLE doc ADD COLUMN kind text;

-- its triggers and rules answer to the UPDATE of each row
UPDATE doc SET kind = lower('X') WHERE kind IS NULL;

ALTER TABLE doc ALTER COLUMN kind SET NOT NULL;

-- migrate:downgrade
-- loses the values of doc.kind
ALTER TABLE doc DROP COLUMN kind;
