-- migrate:upgrade
DROP VIEW named;

ALTER TABLE users DROP CONSTRAINT ck_users_name;

DROP INDEX ix_users_name;

ALTER TABLE users ADD COLUMN full_name character varying(50);

UPDATE users SET full_name = '??'::character varying WHERE full_name IS NULL;

ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;

-- loses the values of users.name
ALTER TABLE users DROP COLUMN name;

ALTER TABLE users ADD CONSTRAINT ck_users_name CHECK (length((full_name)::text) < 99);

CREATE INDEX ix_users_name ON users (full_name);

CREATE VIEW named AS
SELECT users.id,
    users.full_name AS name
   FROM users
  WHERE ((users.full_name)::text <> ''::text);

-- migrate:downgrade
DROP VIEW named;

ALTER TABLE users DROP CONSTRAINT ck_users_name;

DROP INDEX ix_users_name;

-- the old values of name are gone: rows get ''
ALTER TABLE users ADD COLUMN name character varying(50) DEFAULT '' NOT NULL;

ALTER TABLE users ALTER COLUMN name DROP DEFAULT;

-- loses the values of users.full_name
ALTER TABLE users DROP COLUMN full_name;

ALTER TABLE users ADD CONSTRAINT ck_users_name CHECK (length((name)::text) < 99);

CREATE INDEX ix_users_name ON users (name);

CREATE VIEW named AS
SELECT users.id,
    users.name
   FROM users
  WHERE ((users.name)::text <> ''::text);
