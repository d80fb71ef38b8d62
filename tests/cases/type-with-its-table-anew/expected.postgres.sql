-- migrate:upgrade
-- what others write to job while its rows are copied would be lost
LOCK TABLE job IN ACCESS EXCLUSIVE MODE;

-- the rows of job wait until types of its columns have been made anew
CREATE TABLE job__old AS SELECT id, name, state::text AS state FROM job;

DROP TABLE job;

ALTER TYPE job_state RENAME TO job_state__old;

CREATE TYPE job_state AS ENUM ('created', 'completed');

DROP TYPE job_state__old;

CREATE TABLE job (
    id integer NOT NULL,
    name text NOT NULL,
    state job_state DEFAULT 'created'::job_state NOT NULL,
    CONSTRAINT job_pkey PRIMARY KEY (name, id)
) PARTITION BY LIST (name);

CREATE TABLE job_common (
    id integer NOT NULL,
    name text NOT NULL,
    state job_state DEFAULT 'created'::job_state NOT NULL,
    CONSTRAINT job_common_pkey PRIMARY KEY (name, id)
);

CREATE INDEX job_open ON job_common (name) WHERE state < 'completed'::job_state;

ALTER TABLE job ATTACH PARTITION job_common DEFAULT;

-- fails while job has rows that no partition of job takes
-- copies all rows of job
INSERT INTO job (id, name, state)
SELECT id, name, state::text::job_state
FROM job__old;

DROP TABLE job__old;

-- migrate:downgrade
-- what others write to job while its rows are copied would be lost
LOCK TABLE job IN ACCESS EXCLUSIVE MODE;

-- the rows of job wait until types of its columns have been made anew
CREATE TABLE job__old AS SELECT id, name, state::text AS state FROM job;

DROP TABLE job;

ALTER TYPE job_state ADD VALUE 'expired' BEFORE 'completed';

CREATE TABLE job (
    id integer NOT NULL,
    name text NOT NULL,
    state job_state DEFAULT 'created'::job_state NOT NULL,
    CONSTRAINT job_pkey PRIMARY KEY (id)
);

CREATE INDEX job_open ON job (name) WHERE state < 'completed'::job_state;

-- copies all rows of job
INSERT INTO job (id, name, state)
SELECT id, name, state::text::job_state
FROM job__old;

DROP TABLE job__old;
