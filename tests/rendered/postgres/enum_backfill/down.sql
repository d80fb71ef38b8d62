BEGIN;
ALTER TABLE t ALTER COLUMN word TYPE text;

-- loses the values of t.added
ALTER TABLE t DROP COLUMN added;

ALTER TABLE t ALTER COLUMN plain DROP DEFAULT;

ALTER TYPE status RENAME TO status__old;

CREATE TYPE status AS ENUM ('new', 'sent');

-- fails while rows hold 'open'
ALTER TABLE t ALTER COLUMN s TYPE status USING s::text::status;

ALTER TABLE t ALTER COLUMN plain SET DEFAULT 'new'::status;

DROP TYPE status__old;

ALTER TABLE t ALTER COLUMN s DROP NOT NULL;
COMMIT;
