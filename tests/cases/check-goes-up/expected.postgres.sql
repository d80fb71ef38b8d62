-- migrate:upgrade
ALTER TABLE cat DROP CONSTRAINT nm;

ALTER TABLE dog DROP CONSTRAINT nm;

ALTER TABLE animal
    ADD COLUMN name text,
    ADD CONSTRAINT nm CHECK (name <> ''::text);

-- migrate:downgrade
-- loses the values of animal.name
ALTER TABLE animal
    DROP CONSTRAINT nm,
    DROP COLUMN name;

ALTER TABLE cat ADD CONSTRAINT nm CHECK (name <> ''::text);

ALTER TABLE dog ADD CONSTRAINT nm CHECK (name <> ''::text);
