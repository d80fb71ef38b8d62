CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE users (id integer PRIMARY KEY, kept text, added text, filled integer NOT NULL DEFAULT 0, plain boolean NOT NULL DEFAULT true, number bigserial, other bigint GENERATED ALWAYS AS IDENTITY, twice integer GENERATED ALWAYS AS (id * 2) STORED);
COMMENT ON COLUMN users.added IS 'new here';
CREATE TABLE posts (id serial PRIMARY KEY);
