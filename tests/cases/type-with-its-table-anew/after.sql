CREATE TYPE job_state AS ENUM ('created', 'completed');
CREATE TABLE job (
    id integer NOT NULL,
    name text NOT NULL,
    state job_state NOT NULL DEFAULT 'created',
    CONSTRAINT job_pkey PRIMARY KEY (name, id)
) PARTITION BY LIST (name);
CREATE TABLE job_common PARTITION OF job DEFAULT;
CREATE INDEX job_open ON job_common (name) WHERE state < 'completed';
