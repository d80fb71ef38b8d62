-- migrate:upgrade
ALTER TYPE person ADD ATTRIBUTE nick text CASCADE;

-- loses what rows hold in person.name
ALTER TYPE person DROP ATTRIBUTE name CASCADE;

ALTER TYPE person ALTER ATTRIBUTE id TYPE bigint CASCADE;

-- migrate:downgrade
ALTER TYPE person ADD ATTRIBUTE name text CASCADE;

UPDATE staff SET name = ''::text WHERE name IS NULL;

ALTER TABLE staff
    ALTER COLUMN name SET NOT NULL,
    ALTER COLUMN name SET DEFAULT ''::text;

-- loses what rows hold in person.nick
ALTER TYPE person DROP ATTRIBUTE nick CASCADE;

ALTER TYPE person ALTER ATTRIBUTE id TYPE integer CASCADE;
