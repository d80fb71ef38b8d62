-- migrate:upgrade
ALTER TABLE notes
    MODIFY COLUMN comes datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
    MODIFY COLUMN goes datetime(3),
    MODIFY COLUMN stays timestamp NULL ON UPDATE current_timestamp() COMMENT 'x';

-- migrate:downgrade
ALTER TABLE notes
    MODIFY COLUMN comes datetime NOT NULL DEFAULT current_timestamp(),
    MODIFY COLUMN goes datetime(3) ON UPDATE current_timestamp(3),
    MODIFY COLUMN stays timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp();
