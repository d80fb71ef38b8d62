-- migrate:upgrade
DROP VIEW pc;

CREATE TYPE st AS ENUM ('new', 'old');

ALTER TABLE comments ALTER COLUMN id DROP IDENTITY;

-- by way of text: fails where values of comments.id do not read as uuid
-- by way of text: fails where values of comments.post_id do not read as uuid
-- by way of text: fails where values of comments.state do not read as st
-- by way of text: fails where values of comments.span do not read as tstzrange
-- by way of text: fails where values of comments.at do not read as timestamp with time zone
-- by way of text: fails where values of comments.tags do not read as text[]
ALTER TABLE comments
    DROP CONSTRAINT comments_post_id_fkey,
    ALTER COLUMN id TYPE uuid USING id::text::uuid,
    ALTER COLUMN id SET DEFAULT gen_random_uuid(),
    ALTER COLUMN post_id TYPE uuid USING post_id::text::uuid,
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE st USING state::text::st,
    ALTER COLUMN state SET DEFAULT 'new'::st,
    ALTER COLUMN span TYPE tstzrange USING span::text::tstzrange,
    ALTER COLUMN at TYPE timestamp with time zone USING at::text::timestamp with time zone,
    ALTER COLUMN tags TYPE text[] USING tags::text::text[];

ALTER TABLE posts ALTER COLUMN id DROP DEFAULT;

DROP SEQUENCE posts_id_seq;

-- by way of text: fails where values of posts.id do not read as uuid
ALTER TABLE posts
    ALTER COLUMN id TYPE uuid USING id::text::uuid,
    ALTER COLUMN id SET DEFAULT gen_random_uuid();

ALTER TABLE comments ADD CONSTRAINT comments_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts (id);

CREATE VIEW pc AS
SELECT p.id,
    c.id AS cid
   FROM (posts p
     JOIN comments c ON ((c.post_id = p.id)));

-- migrate:downgrade
DROP VIEW pc;

-- nothing says how uuid becomes bigint again: check that this undoes the upgrade
ALTER TABLE comments
    DROP CONSTRAINT comments_post_id_fkey,
    ALTER COLUMN id DROP DEFAULT,
    ALTER COLUMN id TYPE bigint USING id::text::bigint;

ALTER TABLE comments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

SELECT setval('comments_id_seq', max(id)) FROM comments HAVING max(id) >= 1;

-- nothing says how uuid becomes bigint again: check that this undoes the upgrade
-- nothing says how st becomes integer again: check that this undoes the upgrade
-- nothing says how tstzrange becomes tsrange again: check that this undoes the upgrade
-- nothing says how timestamp with time zone becomes bigint again: check that this undoes the upgrade
ALTER TABLE comments
    ALTER COLUMN post_id TYPE bigint USING post_id::text::bigint,
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE integer USING state::text::integer,
    ALTER COLUMN state SET DEFAULT 0,
    ALTER COLUMN span TYPE tsrange USING span::text::tsrange,
    ALTER COLUMN at TYPE bigint USING extract(epoch FROM at)::bigint,
    ALTER COLUMN tags TYPE text;

-- nothing says how uuid becomes bigint again: check that this undoes the upgrade
ALTER TABLE posts
    ALTER COLUMN id DROP DEFAULT,
    ALTER COLUMN id TYPE bigint USING id::text::bigint;

CREATE SEQUENCE posts_id_seq;

SELECT setval('posts_id_seq', max(id)) FROM posts HAVING max(id) >= 1;

ALTER TABLE posts ALTER COLUMN id SET DEFAULT nextval('posts_id_seq'::regclass);

ALTER SEQUENCE posts_id_seq OWNED BY posts.id;

ALTER TABLE comments ADD CONSTRAINT comments_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts (id);

CREATE VIEW pc AS
SELECT p.id,
    c.id AS cid
   FROM (posts p
     JOIN comments c ON ((c.post_id = p.id)));

DROP TYPE st;
