-- migrate:upgrade
ALTER TABLE notes
    ADD COLUMN more int(11) DEFAULT 3 INVISIBLE,
    MODIFY COLUMN title varchar(40) INVISIBLE,
    MODIFY COLUMN secret varchar(10),
    ALTER INDEX ix_title IGNORED,
    ALTER INDEX ix_secret NOT IGNORED,
    ALGORITHM=INSTANT;

-- migrate:downgrade
-- loses the values of notes.more
ALTER TABLE notes
    MODIFY COLUMN title varchar(40),
    MODIFY COLUMN secret varchar(10) INVISIBLE,
    DROP COLUMN more,
    ALTER INDEX ix_title NOT IGNORED,
    ALTER INDEX ix_secret IGNORED,
    ALGORITHM=INSTANT;
