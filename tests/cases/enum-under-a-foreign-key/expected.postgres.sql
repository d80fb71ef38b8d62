-- migrate:upgrade
ALTER TABLE d DROP CONSTRAINT d_st_fkey;

ALTER TYPE st RENAME TO st__old;

CREATE TYPE st AS ENUM ('off', 'on');

-- fails while rows hold 'dead'
ALTER TABLE d ALTER COLUMN st TYPE st USING st::text::st;

-- fails while rows hold 'dead'
ALTER TABLE h ALTER COLUMN st TYPE st USING st::text::st;

DROP TYPE st__old;

ALTER TABLE d ADD CONSTRAINT d_st_fkey FOREIGN KEY (st) REFERENCES h (st) ON UPDATE CASCADE;

-- migrate:downgrade
ALTER TABLE d DROP CONSTRAINT d_st_fkey;

ALTER TYPE st RENAME TO st__old;

CREATE TYPE st AS ENUM ('on', 'off', 'dead');

ALTER TABLE d ALTER COLUMN st TYPE st USING st::text::st;

ALTER TABLE h ALTER COLUMN st TYPE st USING st::text::st;

DROP TYPE st__old;

ALTER TABLE d ADD CONSTRAINT d_st_fkey FOREIGN KEY (st) REFERENCES h (st) ON UPDATE CASCADE;
