-- migrate:upgrade
CREATE DOMAIN numbers AS integer[];

-- loses zeros in front and spaces of note.numbers
-- fails while note.numbers holds text that is no integer
ALTER TABLE note
    ALTER COLUMN words TYPE text[],
    ALTER COLUMN numbers TYPE numbers USING numbers::numbers;

DROP DOMAIN words;

-- migrate:downgrade
CREATE DOMAIN words AS text[];

ALTER TABLE note
    ALTER COLUMN words TYPE words,
    ALTER COLUMN numbers TYPE text[] USING (numbers::integer[])::text[];

DROP DOMAIN numbers;
