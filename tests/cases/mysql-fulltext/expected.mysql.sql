-- migrate:upgrade
ALTER TABLE notes
    DROP INDEX ft_title,
    ADD COLUMN more int,
    MODIFY COLUMN title varchar(60) NOT NULL,
    ADD FULLTEXT INDEX ft_both (title, body);

-- migrate:downgrade
-- loses spaces at the end of notes.title
-- loses the values of notes.more
-- fails while notes.title holds values longer than varchar(40)
ALTER TABLE notes
    DROP INDEX ft_both,
    MODIFY COLUMN title varchar(40) NOT NULL,
    DROP COLUMN more,
    ADD FULLTEXT INDEX ft_title (title);
