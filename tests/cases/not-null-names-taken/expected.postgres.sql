-- migrate:upgrade
CREATE TABLE copies (
    id bigint CONSTRAINT marks_id_not_null NOT NULL,
    word text CONSTRAINT marks_word_not_null NOT NULL
);

CREATE TABLE marks (
    id bigint CONSTRAINT marks_id_not_null NOT NULL,
    word text CONSTRAINT marks_word_not_null NOT NULL
);

CREATE TABLE users (
    id bigint CONSTRAINT users_id_not_null1 NOT NULL,
    name text CONSTRAINT users_name_not_null1 NOT NULL
);

ALTER TABLE readings DETACH PARTITION readings_old;

ALTER TABLE jobs ALTER COLUMN priority TYPE integer;

ALTER TABLE jobs ALTER COLUMN open SET EXPRESSION AS (tries < 9);

ALTER TABLE readings ALTER COLUMN amount TYPE bigint;

ALTER TABLE readings_old ALTER COLUMN amount TYPE bigint;

ALTER TABLE readings ATTACH PARTITION readings_old FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');

-- migrate:downgrade
ALTER TABLE readings DETACH PARTITION readings_old;

-- fails while jobs.priority holds values beyond smallint
ALTER TABLE jobs ALTER COLUMN priority TYPE smallint;

ALTER TABLE jobs ALTER COLUMN open SET EXPRESSION AS (tries < 5);

-- fails while readings.amount holds values beyond integer
ALTER TABLE readings ALTER COLUMN amount TYPE integer;

-- fails while readings_old.amount holds values beyond integer
ALTER TABLE readings_old ALTER COLUMN amount TYPE integer;

ALTER TABLE readings ATTACH PARTITION readings_old FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');

-- loses all rows of users
DROP TABLE users;

-- loses all rows of marks
DROP TABLE marks;

-- loses all rows of copies
DROP TABLE copies;
