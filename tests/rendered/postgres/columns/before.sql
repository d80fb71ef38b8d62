CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE users (id integer PRIMARY KEY, gone text NOT NULL, gone_key uuid NOT NULL UNIQUE, gone_mood mood NOT NULL, gone_default integer NOT NULL DEFAULT 7, kept text);
CREATE TABLE posts (id serial PRIMARY KEY, author integer NOT NULL REFERENCES users, other integer NOT NULL REFERENCES users, UNIQUE (author, id));
INSERT INTO users VALUES (1, 'a', '00000000-0000-0000-0000-000000000001', 'sad', 1, 'x'), (2, 'b', '00000000-0000-0000-0000-000000000002', 'sad', 2, NULL);
INSERT INTO posts (author, other) VALUES (1, 2), (2, 2), (2, 1);
