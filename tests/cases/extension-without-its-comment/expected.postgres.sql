-- migrate:upgrade
CREATE EXTENSION citext;

COMMENT ON EXTENSION citext IS NULL;

-- migrate:downgrade
DROP EXTENSION citext;
