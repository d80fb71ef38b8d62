-- migrate:upgrade
ALTER TABLE users RENAME TO people;

ALTER TABLE posts RENAME TO entries;

ALTER TABLE entries RENAME CONSTRAINT fk_posts_writer_users TO fk_posts_writer_people;

ALTER TABLE people RENAME CONSTRAINT pk_users TO pk_people;

ALTER SEQUENCE posts_id_seq RENAME TO entries_id_seq;

ALTER SEQUENCE users_id_seq RENAME TO people_id_seq;

-- migrate:downgrade
ALTER TABLE entries RENAME CONSTRAINT fk_posts_writer_people TO fk_posts_writer_users;

ALTER TABLE people RENAME CONSTRAINT pk_people TO pk_users;

ALTER SEQUENCE entries_id_seq RENAME TO posts_id_seq;

ALTER SEQUENCE people_id_seq RENAME TO users_id_seq;

ALTER TABLE entries RENAME TO posts;

ALTER TABLE people RENAME TO users;
