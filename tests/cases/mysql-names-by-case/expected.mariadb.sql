-- migrate:upgrade
ALTER TABLE people RENAME COLUMN Id TO id, ALGORITHM=INSTANT;

ALTER TABLE people RENAME COLUMN Name TO name, ALGORITHM=INSTANT;

ALTER TABLE people
    RENAME INDEX IX_Name TO ix_name,
    MODIFY COLUMN name varchar(30),
    LOCK=NONE;

ALTER TABLE People ADD COLUMN more int(11), ALGORITHM=INSTANT;

-- migrate:downgrade
-- fails while people.name holds values longer than varchar(20)
ALTER TABLE people
    RENAME INDEX ix_name TO IX_Name,
    MODIFY COLUMN name varchar(20);

-- loses the values of People.more
ALTER TABLE People DROP COLUMN more, ALGORITHM=INSTANT;

ALTER TABLE people RENAME COLUMN name TO Name, ALGORITHM=INSTANT;

ALTER TABLE people RENAME COLUMN id TO Id, ALGORITHM=INSTANT;
