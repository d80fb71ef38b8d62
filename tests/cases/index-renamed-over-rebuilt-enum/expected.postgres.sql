-- migrate:upgrade
DROP INDEX old_open;

ALTER TYPE st RENAME TO st__old;

CREATE TYPE st AS ENUM ('a', 'b');

-- fails while rows hold 'c'
ALTER TABLE t ALTER COLUMN s TYPE st USING s::text::st;

DROP TYPE st__old;

CREATE INDEX t_open ON t (id) WHERE s = 'a'::st;

-- migrate:downgrade
DROP INDEX t_open;

ALTER TYPE st ADD VALUE 'c';

CREATE INDEX old_open ON t (id) WHERE s = 'a'::st;
