-- migrate:upgrade
ALTER TABLE t RENAME CONSTRAINT old_check TO new_check;

ALTER TABLE t RENAME CONSTRAINT old_unique TO new_unique;

ALTER INDEX old_index RENAME TO new_index;

-- migrate:downgrade
ALTER TABLE t RENAME CONSTRAINT new_check TO old_check;

ALTER TABLE t RENAME CONSTRAINT new_unique TO old_unique;

ALTER INDEX new_index RENAME TO old_index;
