CREATE TABLE state (n text PRIMARY KEY);
CREATE TABLE job (id bigserial PRIMARY KEY, state text REFERENCES state, p integer);
CREATE INDEX job_ready ON job (p) WHERE state = 'a';
