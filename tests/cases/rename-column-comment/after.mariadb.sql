CREATE TABLE users (
  id integer NOT NULL PRIMARY KEY,
  -- migrate: renamed_from name
  full_name varchar(50) NOT NULL,
  age integer,
  CONSTRAINT ck_users_name CHECK (length(full_name) > 1)
);
CREATE INDEX ix_users_name ON users (full_name);
CREATE VIEW named AS SELECT id, full_name AS name FROM users WHERE full_name <> '';
