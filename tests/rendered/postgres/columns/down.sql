BEGIN;
-- the old values of gone are gone: rows get ''
-- the old values of gone_key are gone: rows get a number each
-- the old values of gone_mood are gone: rows get 'happy'
ALTER TABLE users
    DROP COLUMN twice,
    ADD COLUMN gone text DEFAULT '' NOT NULL,
    ADD COLUMN gone_key uuid,
    ADD COLUMN gone_mood mood DEFAULT 'happy' NOT NULL,
    ADD COLUMN gone_default integer DEFAULT 7 NOT NULL;

-- the old values of author are gone: rows get one users after the other
-- the old values of other are gone: rows get the first of users
ALTER TABLE posts
    ADD COLUMN author integer,
    ADD COLUMN other integer;

UPDATE posts AS r SET author = s.v
FROM (SELECT ctid AS row, row_number() OVER (PARTITION BY id ORDER BY ctid) AS n FROM posts) AS p
JOIN (SELECT id AS v, row_number() OVER (ORDER BY id) AS n FROM users) AS s ON s.n = p.n
WHERE r.ctid = p.row;

UPDATE posts SET other = (SELECT id FROM users ORDER BY id LIMIT 1) WHERE other IS NULL;

UPDATE users AS r SET gone_key = lpad(to_hex(p.n), 32, '0')::uuid
FROM (SELECT ctid AS row, row_number() OVER (ORDER BY ctid) AS n FROM users) AS p
WHERE r.ctid = p.row;

ALTER TABLE posts
    ALTER COLUMN author SET NOT NULL,
    ALTER COLUMN other SET NOT NULL,
    ADD CONSTRAINT posts_author_id_key UNIQUE (author, id),
    ADD CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES users (id),
    ADD CONSTRAINT posts_other_fkey FOREIGN KEY (other) REFERENCES users (id);

-- loses the values of users.added
-- loses the values of users.filled
-- loses the values of users.plain
-- loses the values of users.number
-- loses the values of users.other
ALTER TABLE users
    ALTER COLUMN gone DROP DEFAULT,
    ALTER COLUMN gone_key SET NOT NULL,
    ALTER COLUMN gone_mood DROP DEFAULT,
    DROP COLUMN added,
    DROP COLUMN filled,
    DROP COLUMN plain,
    DROP COLUMN number,
    DROP COLUMN other,
    ADD CONSTRAINT users_gone_key_key UNIQUE (gone_key);
COMMIT;
