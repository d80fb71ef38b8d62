-- revision: 3f2a9c81d4e7
-- down_revision: 1b0c77e2a955
-- created: 2026-11-21T15:30:00Z
-- message: orders

-- migrate:upgrade
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users);

-- migrate:downgrade
DROP TABLE orders;
