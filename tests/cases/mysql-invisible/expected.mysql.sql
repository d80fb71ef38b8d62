-- migrate:upgrade
ALTER TABLE notes
    ADD COLUMN more int DEFAULT '3' INVISIBLE,
    MODIFY COLUMN title varchar(40) INVISIBLE,
    MODIFY COLUMN secret varchar(10),
    ALTER INDEX ix_title INVISIBLE,
    ALTER INDEX ix_secret VISIBLE,
    LOCK=NONE;

-- migrate:downgrade
-- loses the values of notes.more
ALTER TABLE notes
    MODIFY COLUMN title varchar(40),
    MODIFY COLUMN secret varchar(10) INVISIBLE,
    DROP COLUMN more,
    ALTER INDEX ix_title VISIBLE,
    ALTER INDEX ix_secret INVISIBLE,
    LOCK=NONE;
