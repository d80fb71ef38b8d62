-- migrate:upgrade
ALTER TABLE t
    DROP COLUMN s,
    ADD COLUMN s integer;

UPDATE t SET s = a + 1 WHERE s IS NULL;

ALTER TABLE t ALTER COLUMN s SET NOT NULL;

-- migrate:downgrade
-- loses the values of t.s
ALTER TABLE t
    DROP COLUMN s,
    ADD COLUMN s integer GENERATED ALWAYS AS (a + 1) VIRTUAL;
