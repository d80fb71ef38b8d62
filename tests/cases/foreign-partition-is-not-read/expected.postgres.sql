-- migrate:upgrade
ALTER TABLE root
    ADD COLUMN note text,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN d SET NOT NULL,
    ADD CONSTRAINT root_note_check CHECK (note <> ''::text);

-- migrate:downgrade
-- loses the values of root.note
-- fails while root.id holds values beyond integer
ALTER TABLE root
    DROP CONSTRAINT root_note_check,
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN d DROP NOT NULL,
    DROP COLUMN note;
