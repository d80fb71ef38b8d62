BEGIN;
-- loses the values of t.added
ALTER TABLE t
    ALTER COLUMN word TYPE text,
    DROP COLUMN added;

ALTER TYPE status RENAME TO status__old;

CREATE TYPE status AS ENUM ('new', 'sent');

-- fails while rows hold 'open'
ALTER TABLE t
    ALTER COLUMN s TYPE status USING s::text::status,
    ALTER COLUMN plain SET DEFAULT 'new'::status;

DROP TYPE status__old;

ALTER TABLE t ALTER COLUMN s DROP NOT NULL;
COMMIT;
