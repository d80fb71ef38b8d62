-- migrate:upgrade
-- what others write to letters while its rows are copied would be lost
LOCK TABLE letters IN ACCESS EXCLUSIVE MODE;

-- the rows of letters wait until types of its columns have been made anew
CREATE TABLE letters__old AS SELECT state::text AS state, n FROM letters;

DROP TABLE letters;

ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('new', 'sent', 'read');

DROP TYPE state__old;

CREATE TABLE letters (
    state state,
    n integer
) PARTITION BY LIST (state);

CREATE TABLE letters_new (
    state state,
    n integer
);

ALTER TABLE letters ATTACH PARTITION letters_new FOR VALUES IN ('new');

-- fails while letters has rows that no partition of letters takes
-- copies all rows of letters
INSERT INTO letters (state, n)
SELECT state::text::state, n
FROM letters__old;

DROP TABLE letters__old;

-- migrate:downgrade
-- what others write to letters while its rows are copied would be lost
LOCK TABLE letters IN ACCESS EXCLUSIVE MODE;

-- the rows of letters wait until types of its columns have been made anew
CREATE TABLE letters__old AS SELECT state::text AS state, n FROM letters;

DROP TABLE letters;

ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('new', 'sent', 'lost');

DROP TYPE state__old;

CREATE TABLE letters (
    state state,
    n integer
) PARTITION BY LIST (state);

CREATE TABLE letters_new (
    state state,
    n integer
);

ALTER TABLE letters ATTACH PARTITION letters_new FOR VALUES IN ('new');

-- fails while letters has rows that no partition of letters takes
-- copies all rows of letters
INSERT INTO letters (state, n)
SELECT state::text::state, n
FROM letters__old;

DROP TABLE letters__old;
