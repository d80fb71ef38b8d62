-- migrate:upgrade
COMMENT ON TABLE t IS 'one
-- migrate:downgrade
DROP TABLE t;';

COMMENT ON COLUMN t.id IS '
-- migrate:upgrade
';

-- migrate:downgrade
COMMENT ON TABLE t IS NULL;

COMMENT ON COLUMN t.id IS NULL;
