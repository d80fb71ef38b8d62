-- migrate:upgrade
ALTER TABLE people DROP CONSTRAINT ck_people_now;

DROP INDEX ix_people_happy;

-- migrate:upgrade transaction=off
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' BEFORE 'happy';

ALTER TYPE mood ADD VALUE IF NOT EXISTS 'elated';

-- migrate:upgrade
ALTER TABLE people
    ALTER COLUMN now SET DEFAULT 'glad'::mood,
    ADD CONSTRAINT ck_people_now CHECK ((now <> 'elated'::mood) OR (id < 100));

CREATE OR REPLACE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'glad'::mood);

CREATE INDEX ix_people_happy ON people (id) WHERE now = 'elated'::mood;

-- migrate:downgrade
DROP VIEW happy;

ALTER TABLE people DROP CONSTRAINT ck_people_now;

DROP INDEX ix_people_happy;

ALTER TYPE mood RENAME TO mood__old;

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');

-- fails while rows hold 'glad', 'elated'
ALTER TABLE people
    ALTER COLUMN now DROP DEFAULT,
    ALTER COLUMN history DROP DEFAULT,
    ALTER COLUMN now TYPE mood USING now::text::mood,
    ALTER COLUMN history TYPE mood[] USING history::text[]::mood[],
    ALTER COLUMN history SET DEFAULT '{}'::mood[];

DROP TYPE mood__old;

ALTER TABLE people
    ALTER COLUMN now SET DEFAULT 'ok'::mood,
    ADD CONSTRAINT ck_people_now CHECK ((now <> 'sad'::mood) OR (id < 100));

CREATE INDEX ix_people_happy ON people (id) WHERE now = 'happy'::mood;

CREATE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'ok'::mood);

COMMENT ON VIEW happy IS 'Those who are';
