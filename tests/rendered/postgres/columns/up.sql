BEGIN;
ALTER TABLE posts DROP CONSTRAINT posts_author_fkey;

ALTER TABLE posts DROP CONSTRAINT posts_other_fkey;

ALTER TABLE posts DROP CONSTRAINT posts_author_id_key;

ALTER TABLE users DROP CONSTRAINT users_gone_key_key;

ALTER TABLE users ADD COLUMN added text;

COMMENT ON COLUMN users.added IS 'new here';

ALTER TABLE users ADD COLUMN filled integer;

UPDATE users SET filled = id + 40 WHERE filled IS NULL;

ALTER TABLE users ALTER COLUMN filled SET DEFAULT 0;

ALTER TABLE users ALTER COLUMN filled SET NOT NULL;

ALTER TABLE users ADD COLUMN plain boolean DEFAULT true NOT NULL;

ALTER TABLE users ADD COLUMN number bigserial;

ALTER TABLE users ADD COLUMN other bigint GENERATED ALWAYS AS IDENTITY NOT NULL;

ALTER TABLE users ADD COLUMN twice integer GENERATED ALWAYS AS (id * 2) STORED;

-- loses the values of posts.author
ALTER TABLE posts DROP COLUMN author;

-- loses the values of posts.other
ALTER TABLE posts DROP COLUMN other;

-- loses the values of users.gone
ALTER TABLE users DROP COLUMN gone;

-- loses the values of users.gone_key
ALTER TABLE users DROP COLUMN gone_key;

-- loses the values of users.gone_mood
ALTER TABLE users DROP COLUMN gone_mood;

-- loses the values of users.gone_default
ALTER TABLE users DROP COLUMN gone_default;
COMMIT;
