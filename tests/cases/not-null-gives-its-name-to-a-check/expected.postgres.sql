-- migrate:upgrade
-- loses the values of crates.width
ALTER TABLE crates
    DROP CONSTRAINT high,
    DROP COLUMN width,
    ADD COLUMN depth integer DEFAULT 1 CONSTRAINT measured NOT NULL;

ALTER TABLE crates RENAME CONSTRAINT heavy TO high;

COMMENT ON CONSTRAINT high ON crates IS NULL;

ALTER TABLE crates ADD CONSTRAINT heavy CHECK (height > 0);

COMMENT ON CONSTRAINT heavy ON crates IS 'never flat';

-- migrate:downgrade
-- loses the values of crates.depth
-- the old values of width are gone: rows get 0
ALTER TABLE crates
    DROP CONSTRAINT heavy,
    DROP COLUMN depth,
    ADD COLUMN width integer DEFAULT 0 CONSTRAINT measured NOT NULL;

ALTER TABLE crates RENAME CONSTRAINT high TO heavy;

COMMENT ON CONSTRAINT heavy ON crates IS 'never empty';

ALTER TABLE crates
    ALTER COLUMN width DROP DEFAULT,
    ADD CONSTRAINT high CHECK (height > 0);
