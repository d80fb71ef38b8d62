-- case: postgres 15
CREATE TABLE logs (id bigint NOT NULL, line text);

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY logs_pkey ON logs (id);
ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY USING INDEX logs_pkey;
