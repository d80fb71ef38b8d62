-- revision: 1b0c77e2a955
-- down_revision:
-- created: 2026-11-20T15:30:00Z
-- message: users

-- migrate:upgrade
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL DEFAULT '"it''s" a \ {name}');

-- migrate:downgrade
DROP TABLE users;
