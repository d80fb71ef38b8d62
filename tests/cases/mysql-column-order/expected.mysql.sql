-- migrate:upgrade
ALTER TABLE people
    ADD COLUMN first int FIRST,
    ADD COLUMN c varchar(10) NOT NULL DEFAULT 'c' AFTER a,
    ADD COLUMN last int,
    LOCK=NONE;

-- migrate:downgrade
-- loses the values of people.first
-- loses the values of people.c
-- loses the values of people.last
ALTER TABLE people
    DROP COLUMN first,
    DROP COLUMN c,
    DROP COLUMN last,
    LOCK=NONE;
