-- migrate:upgrade
-- writes all rows of doc anew: reads and writes wait until that is done
-- in one statement, not in batches: its triggers and rules would answer to the UPDATE of each row
ALTER TABLE doc ADD COLUMN token uuid DEFAULT gen_random_uuid() NOT NULL;

-- migrate:downgrade
-- loses the values of doc.token
ALTER TABLE doc DROP COLUMN token;
