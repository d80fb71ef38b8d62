-- migrate:upgrade
COMMENT ON SCHEMA public IS 'standard public schema';

-- migrate:downgrade
COMMENT ON SCHEMA public IS NULL;
