-- migrate:upgrade
ALTER TABLE people RENAME COLUMN Id TO id, ALGORITHM=INSTANT;

ALTER TABLE people RENAME COLUMN Name TO name, ALGORITHM=INSTANT;

ALTER TABLE people
    RENAME INDEX IX_Name TO ix_name,
    MODIFY COLUMN name varchar(30),
    ALGORITHM=INPLACE, LOCK=NONE;

ALTER TABLE People ADD COLUMN more int, LOCK=NONE;

-- migrate:downgrade
-- loses spaces at the end of people.name
-- fails while people.name holds values longer than varchar(20)
ALTER TABLE people
    RENAME INDEX ix_name TO IX_Name,
    MODIFY COLUMN name varchar(20);

-- loses the values of People.more
ALTER TABLE People DROP COLUMN more, LOCK=NONE;

ALTER TABLE people RENAME COLUMN name TO Name, ALGORITHM=INSTANT;

ALTER TABLE people RENAME COLUMN id TO Id, ALGORITHM=INSTANT;
