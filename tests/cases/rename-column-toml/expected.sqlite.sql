-- migrate:upgrade
ALTER TABLE users RENAME COLUMN name TO full_name;

DROP VIEW named;

CREATE VIEW named AS
SELECT id, full_name AS name FROM users WHERE full_name <> '';

-- migrate:downgrade
DROP VIEW named;

CREATE VIEW named AS SELECT id, full_name FROM users WHERE full_name <> '';

ALTER TABLE users RENAME COLUMN full_name TO name;
