-- migrate:upgrade
DROP VIEW happy;

ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';

ALTER TABLE people ALTER COLUMN now SET DEFAULT 'fine'::mood;

CREATE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'fine'::mood);

COMMENT ON VIEW happy IS 'Those who are';

-- migrate:downgrade
DROP VIEW happy;

ALTER TYPE mood RENAME VALUE 'fine' TO 'ok';

ALTER TABLE people ALTER COLUMN now SET DEFAULT 'ok'::mood;

CREATE VIEW happy AS
SELECT people.id,
    people.now
   FROM people
  WHERE (people.now >= 'ok'::mood);

COMMENT ON VIEW happy IS 'Those who are';
