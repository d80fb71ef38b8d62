-- migrate:upgrade
ALTER TABLE notes ADD COLUMN number int, LOCK=NONE;

UPDATE notes SET number = id * 2, notes.seen = notes.seen WHERE number IS NULL;

ALTER TABLE notes MODIFY COLUMN number int NOT NULL;

UPDATE notes SET title = concat('note ', id), notes.seen = notes.seen WHERE title IS NULL;

ALTER TABLE notes MODIFY COLUMN title varchar(40) NOT NULL;

-- migrate:downgrade
-- loses the values of notes.number
ALTER TABLE notes
    MODIFY COLUMN title varchar(40),
    DROP COLUMN number,
    LOCK=NONE;
