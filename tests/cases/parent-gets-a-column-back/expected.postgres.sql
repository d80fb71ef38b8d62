-- migrate:upgrade
-- loses the values of p.c
ALTER TABLE p DROP COLUMN c;

-- migrate:downgrade
ALTER TABLE p ADD COLUMN c text;

-- rows that hold no c get ''
UPDATE d SET c = '' WHERE c IS NULL;

ALTER TABLE d ALTER COLUMN c SET NOT NULL;
