ALTER TYPE status ADD VALUE IF NOT EXISTS 'open' BEFORE 'sent';
BEGIN;
ALTER TABLE t ADD COLUMN added status;

UPDATE t SET added = CASE WHEN id = 1 THEN 'open' ELSE 'new' END::status WHERE added IS NULL;

UPDATE t SET s = 'open' WHERE s IS NULL;

ALTER TABLE t
    ALTER COLUMN added SET NOT NULL,
    ALTER COLUMN s SET NOT NULL,
    ALTER COLUMN word TYPE status USING word::status;
COMMIT;
