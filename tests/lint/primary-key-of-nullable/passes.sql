-- case: postgres 15
CREATE TABLE logs (id bigint, number bigint NOT NULL);

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY logs_pkey ON logs (number);
ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_pkey;
