-- migrate:upgrade
ALTER TABLE users RENAME TO Users__renamed;

ALTER TABLE Users__renamed RENAME TO Users;

ALTER TABLE Users RENAME COLUMN id TO ID;

ALTER TABLE Users RENAME COLUMN name TO Name;

ALTER TABLE Users RENAME COLUMN Age TO age;

DROP VIEW ages;

DROP INDEX ix;

CREATE INDEX IX ON Users (Name) WHERE Name <> 'a';

CREATE VIEW Ages AS SELECT age FROM Users;

-- migrate:downgrade
DROP VIEW Ages;

DROP INDEX IX;

CREATE INDEX ix ON "Users" (Name) WHERE Name <> 'A';

CREATE VIEW ages AS SELECT age FROM "Users";

ALTER TABLE Users RENAME COLUMN age TO Age;

ALTER TABLE Users RENAME COLUMN Name TO name;

ALTER TABLE Users RENAME COLUMN ID TO id;

ALTER TABLE Users RENAME TO users__renamed;

ALTER TABLE users__renamed RENAME TO users;
