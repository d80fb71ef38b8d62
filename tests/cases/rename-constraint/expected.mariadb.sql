-- migrate:upgrade
ALTER TABLE t
    DROP CONSTRAINT old_check,
    RENAME INDEX old_unique TO new_unique,
    RENAME INDEX old_index TO new_index,
    ADD CONSTRAINT new_check CHECK (`a` > 0);

-- migrate:downgrade
ALTER TABLE t
    DROP CONSTRAINT new_check,
    RENAME INDEX new_unique TO old_unique,
    RENAME INDEX new_index TO old_index,
    ADD CONSTRAINT old_check CHECK (`a` > 0);
