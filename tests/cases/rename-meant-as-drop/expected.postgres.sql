-- migrate:upgrade
DROP INDEX ix_users_name;

ALTER TABLE users
    DROP CONSTRAINT ck_users_name,
    ADD COLUMN full_name character varying(50);

UPDATE users SET full_name = '??'::character varying WHERE full_name IS NULL;

ALTER TABLE users ALTER COLUMN full_name SET NOT NULL;

CREATE OR REPLACE VIEW named AS
SELECT users.id,
    users.full_name AS name
   FROM users
  WHERE ((users.full_name)::text <> ''::text);

-- loses the values of users.name
ALTER TABLE users
    DROP COLUMN name,
    ADD CONSTRAINT ck_users_name CHECK (length((full_name)::text) < 99);

CREATE INDEX ix_users_name ON users (full_name);

-- migrate:downgrade
DROP INDEX ix_users_name;

-- the old values of name are gone: rows get ''
ALTER TABLE users
    DROP CONSTRAINT ck_users_name,
    ADD COLUMN name character varying(50) DEFAULT '' NOT NULL;

ALTER TABLE users ALTER COLUMN name DROP DEFAULT;

CREATE OR REPLACE VIEW named AS
SELECT users.id,
    users.name
   FROM users
  WHERE ((users.name)::text <> ''::text);

-- loses the values of users.full_name
ALTER TABLE users
    DROP COLUMN full_name,
    ADD CONSTRAINT ck_users_name CHECK (length((name)::text) < 99);

CREATE INDEX ix_users_name ON users (name);
