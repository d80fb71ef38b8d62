-- migrate:upgrade
DROP VIEW happy;

ALTER TABLE people DROP CONSTRAINT ck_people_now;

DROP INDEX ix_people_happy;

ALTER TYPE mood RENAME TO mood__old;

CREATE TYPE mood AS ENUM ('ok', 'happy');

ALTER TABLE people
    ALTER COLUMN now DROP DEFAULT,
    ALTER COLUMN history DROP DEFAULT,
    ALTER COLUMN now TYPE mood USING (CASE now::text WHEN 'sad' THEN 'ok' ELSE now::text END)::mood,
    ALTER COLUMN history TYPE mood[] USING array_replace(history::text[], 'sad', 'ok')::mood[],
    ALTER COLUMN now SET DEFAULT 'ok'::mood,
    ALTER COLUMN history SET DEFAULT '{}'::mood[];

DROP TYPE mood__old;

ALTER TABLE people ADD CONSTRAINT ck_people_now CHECK ((now <> 'ok'::mood) OR (id < 100));

CREATE INDEX ix_people_happy ON people (id) WHERE now = 'happy'::mood;

CREATE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'ok'::mood);

COMMENT ON VIEW happy IS 'Those who are';

GRANT SELECT ON happy TO PUBLIC;

-- migrate:downgrade
ALTER TABLE people DROP CONSTRAINT ck_people_now;

-- migrate:downgrade transaction=off
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'sad' BEFORE 'ok';

-- migrate:downgrade
ALTER TABLE people ADD CONSTRAINT ck_people_now CHECK ((now <> 'sad'::mood) OR (id < 100));
