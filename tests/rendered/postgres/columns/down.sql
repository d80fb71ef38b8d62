BEGIN;
ALTER TABLE users DROP COLUMN twice;

-- the old values of author are gone: rows get one users after the other
ALTER TABLE posts ADD COLUMN author integer;

UPDATE posts AS r SET author = s.v
FROM (SELECT ctid AS row, row_number() OVER (PARTITION BY id ORDER BY ctid) AS n FROM posts) AS p
JOIN (SELECT id AS v, row_number() OVER (ORDER BY id) AS n FROM users) AS s ON s.n = p.n
WHERE r.ctid = p.row;

ALTER TABLE posts ALTER COLUMN author SET NOT NULL;

-- the old values of other are gone: rows get the first of users
ALTER TABLE posts ADD COLUMN other integer;

UPDATE posts SET other = (SELECT id FROM users ORDER BY id LIMIT 1) WHERE other IS NULL;

ALTER TABLE posts ALTER COLUMN other SET NOT NULL;

-- the old values of gone are gone: rows get ''
ALTER TABLE users ADD COLUMN gone text DEFAULT '' NOT NULL;

ALTER TABLE users ALTER COLUMN gone DROP DEFAULT;

-- the old values of gone_key are gone: rows get a number each
ALTER TABLE users ADD COLUMN gone_key uuid;

UPDATE users AS r SET gone_key = lpad(to_hex(p.n), 32, '0')::uuid
FROM (SELECT ctid AS row, row_number() OVER (ORDER BY ctid) AS n FROM users) AS p
WHERE r.ctid = p.row;

ALTER TABLE users ALTER COLUMN gone_key SET NOT NULL;

-- the old values of gone_mood are gone: rows get 'happy'
ALTER TABLE users ADD COLUMN gone_mood mood DEFAULT 'happy' NOT NULL;

ALTER TABLE users ALTER COLUMN gone_mood DROP DEFAULT;

ALTER TABLE users ADD COLUMN gone_default integer DEFAULT 7 NOT NULL;

-- loses the values of users.added
ALTER TABLE users DROP COLUMN added;

-- loses the values of users.filled
ALTER TABLE users DROP COLUMN filled;

-- loses the values of users.plain
ALTER TABLE users DROP COLUMN plain;

-- loses the values of users.number
ALTER TABLE users DROP COLUMN number;

-- loses the values of users.other
ALTER TABLE users DROP COLUMN other;

ALTER TABLE posts ADD CONSTRAINT posts_author_id_key UNIQUE (author, id);

ALTER TABLE users ADD CONSTRAINT users_gone_key_key UNIQUE (gone_key);

ALTER TABLE posts ADD CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES users (id);

ALTER TABLE posts ADD CONSTRAINT posts_other_fkey FOREIGN KEY (other) REFERENCES users (id);
COMMIT;
