CREATE TYPE job_state AS ENUM ('created', 'expired', 'completed');
CREATE TABLE job (
    id integer NOT NULL CONSTRAINT job_pkey PRIMARY KEY,
    name text NOT NULL,
    state job_state NOT NULL DEFAULT 'created'
);
CREATE INDEX job_open ON job (name) WHERE state < 'completed';
