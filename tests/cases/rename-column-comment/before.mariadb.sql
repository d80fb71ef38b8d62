CREATE TABLE users (
  id integer NOT NULL PRIMARY KEY,
  name varchar(50) NOT NULL,
  age integer,
  CONSTRAINT ck_users_name CHECK (length(name) > 1)
);
CREATE INDEX ix_users_name ON users (name);
CREATE VIEW named AS SELECT id, name FROM users WHERE name <> '';
