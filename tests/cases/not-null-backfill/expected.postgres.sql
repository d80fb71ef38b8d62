-- migrate:upgrade
ALTER TABLE t
    ADD COLUMN b integer,
    ADD COLUMN c integer DEFAULT 3 NOT NULL;

UPDATE t SET b = id * 10 WHERE b IS NULL;

UPDATE t SET a = 'none'::text WHERE a IS NULL;

ALTER TABLE t
    ALTER COLUMN b SET NOT NULL,
    ALTER COLUMN a SET NOT NULL;

-- migrate:downgrade
-- loses the values of t.b
-- loses the values of t.c
ALTER TABLE t
    ALTER COLUMN a DROP NOT NULL,
    DROP COLUMN b,
    DROP COLUMN c;
