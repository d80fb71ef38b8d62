-- migrate:upgrade
ALTER TABLE notes
    ADD COLUMN more varchar(20) COLLATE latin1_bin NOT NULL DEFAULT 'é',
    ADD COLUMN wide varchar(20) COLLATE utf8mb4_bin AFTER more,
    MODIFY COLUMN title varchar(50) COLLATE latin1_bin NOT NULL,
    LOCK=NONE;

-- migrate:downgrade
-- loses spaces at the end of notes.title
-- loses the values of notes.more
-- loses the values of notes.wide
-- fails while notes.title holds values longer than varchar(40)
ALTER TABLE notes
    MODIFY COLUMN title varchar(40) COLLATE latin1_bin NOT NULL,
    DROP COLUMN more,
    DROP COLUMN wide;
