-- migrate:upgrade
ALTER TABLE t ADD COLUMN b text COMPRESSION pglz COLLATE "C" DEFAULT 'x'::text;

-- migrate:downgrade
-- loses the values of t.b
ALTER TABLE t DROP COLUMN b;
