-- migrate:upgrade
ALTER TABLE pairs RENAME COLUMN c TO d;

ALTER TABLE pairs RENAME COLUMN a TO a__renamed;

ALTER TABLE pairs RENAME COLUMN b TO a;

ALTER TABLE pairs RENAME COLUMN a__renamed TO b;

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

ALTER TABLE pairs RENAME CONSTRAINT pairs_a_not_null TO pairs_a_not_null__old;

ALTER TABLE pairs RENAME CONSTRAINT pairs_b_not_null TO pairs_a_not_null;

ALTER TABLE pairs RENAME CONSTRAINT pairs_a_not_null__old TO pairs_b_not_null;

ALTER TABLE pairs RENAME CONSTRAINT pairs_c_not_null TO pairs_d_not_null;

ALTER TABLE readings ALTER COLUMN amount TYPE bigint;

ALTER TABLE readings_old ALTER COLUMN amount TYPE bigint;

ALTER TABLE readings ATTACH PARTITION readings_old FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');

-- migrate:downgrade
ALTER TABLE readings DETACH PARTITION readings_old;

-- fails while jobs.priority holds values beyond smallint
ALTER TABLE jobs ALTER COLUMN priority TYPE smallint;

ALTER TABLE jobs ALTER COLUMN open SET EXPRESSION AS (tries < 5);

ALTER TABLE pairs RENAME CONSTRAINT pairs_b_not_null TO pairs_b_not_null__old;

ALTER TABLE pairs RENAME CONSTRAINT pairs_a_not_null TO pairs_b_not_null;

ALTER TABLE pairs RENAME CONSTRAINT pairs_b_not_null__old TO pairs_a_not_null;

ALTER TABLE pairs RENAME CONSTRAINT pairs_d_not_null TO pairs_c_not_null;

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

ALTER TABLE pairs RENAME COLUMN b TO a__renamed;

ALTER TABLE pairs RENAME COLUMN a TO b;

ALTER TABLE pairs RENAME COLUMN a__renamed TO a;

ALTER TABLE pairs RENAME COLUMN d TO c;
