-- migrate:upgrade
-- loses the values of entry.cents
-- loses the values of entry.note
ALTER TABLE entry
    DROP COLUMN cents,
    DROP COLUMN note;

-- migrate:downgrade
-- the old values of cents are gone: rows get 0
ALTER TABLE entry
    ADD COLUMN cents amount DEFAULT 0,
    ADD COLUMN note filled;

ALTER TABLE entry ALTER COLUMN cents DROP DEFAULT;
