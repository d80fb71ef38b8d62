-- migrate:upgrade
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';

ALTER TABLE people ALTER COLUMN now SET DEFAULT 'fine'::mood;

CREATE OR REPLACE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'fine'::mood);

-- migrate:downgrade
ALTER TYPE mood RENAME VALUE 'fine' TO 'ok';

ALTER TABLE people ALTER COLUMN now SET DEFAULT 'ok'::mood;

CREATE OR REPLACE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'ok'::mood);
