BEGIN;
ALTER TABLE posts
    DROP CONSTRAINT posts_author_fkey,
    DROP CONSTRAINT posts_other_fkey,
    DROP CONSTRAINT posts_author_id_key;

ALTER TABLE users
    DROP CONSTRAINT users_gone_key_key,
    ADD COLUMN added text,
    ADD COLUMN filled integer,
    ADD COLUMN plain boolean DEFAULT true NOT NULL,
    ADD COLUMN number bigserial,
    ADD COLUMN other bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    ADD COLUMN twice integer GENERATED ALWAYS AS (id * 2) STORED;

COMMENT ON COLUMN users.added IS 'new here';

UPDATE users SET filled = id + 40 WHERE filled IS NULL;

-- loses the values of users.gone
-- loses the values of users.gone_key
-- loses the values of users.gone_mood
-- loses the values of users.gone_default
ALTER TABLE users
    ALTER COLUMN filled SET NOT NULL,
    ALTER COLUMN filled SET DEFAULT 0,
    DROP COLUMN gone,
    DROP COLUMN gone_key,
    DROP COLUMN gone_mood,
    DROP COLUMN gone_default;

-- loses the values of posts.author
-- loses the values of posts.other
ALTER TABLE posts
    DROP COLUMN author,
    DROP COLUMN other;
COMMIT;
