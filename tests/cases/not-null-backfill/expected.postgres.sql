-- migrate:upgrade
ALTER TABLE t ADD COLUMN b integer;

UPDATE t SET b = id * 10 WHERE b IS NULL;

ALTER TABLE t ALTER COLUMN b SET NOT NULL;

ALTER TABLE t ADD COLUMN c integer DEFAULT 3 NOT NULL;

UPDATE t SET a = 'none'::text WHERE a IS NULL;

ALTER TABLE t ALTER COLUMN a SET NOT NULL;

-- migrate:downgrade
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;

-- loses the values of t.b
ALTER TABLE t DROP COLUMN b;

-- loses the values of t.c
ALTER TABLE t DROP COLUMN c;
