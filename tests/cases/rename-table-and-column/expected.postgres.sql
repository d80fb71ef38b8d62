-- migrate:upgrade
ALTER TABLE t RENAME TO things;

ALTER TABLE things RENAME COLUMN a TO label;

ALTER TABLE things RENAME CONSTRAINT pk_t TO pk_things;

ALTER TABLE things ALTER COLUMN label TYPE text;

-- migrate:downgrade
ALTER TABLE things RENAME CONSTRAINT pk_things TO pk_t;

-- loses spaces at the end of things.label
-- fails while things.label holds more than 10 characters
ALTER TABLE things ALTER COLUMN label TYPE character varying(10);

ALTER TABLE things RENAME COLUMN label TO a;

ALTER TABLE things RENAME TO t;
