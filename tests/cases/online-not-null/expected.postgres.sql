-- migrate:upgrade
ALTER TABLE users
    ADD COLUMN city text,
    ALTER COLUMN city SET DEFAULT 'nowhere'::text,
    ALTER COLUMN name SET DEFAULT 'nobody'::text;

-- migrate:upgrade transaction=off batch=10000
UPDATE users SET city = '?'::text WHERE city IS NULL;

-- migrate:upgrade transaction=off batch=10000
UPDATE users SET name = 'user ' || id WHERE name IS NULL;

-- migrate:upgrade transaction=off
UPDATE unkeyed SET a = 0 WHERE a IS NULL;

-- migrate:upgrade
-- with this check, SET NOT NULL need not look at the rows of users
ALTER TABLE users
    ADD CONSTRAINT city_is_not_null CHECK (city IS NOT NULL) NOT VALID,
    ADD CONSTRAINT mail_is_not_null CHECK (mail IS NOT NULL) NOT VALID,
    ADD CONSTRAINT name_is_not_null CHECK (name IS NOT NULL) NOT VALID,
    ALTER COLUMN known SET NOT NULL;

-- with this check, SET NOT NULL need not look at the rows of unkeyed
ALTER TABLE unkeyed ADD CONSTRAINT a_is_not_null CHECK (a IS NOT NULL) NOT VALID;

-- migrate:upgrade transaction=off
ALTER TABLE users VALIDATE CONSTRAINT city_is_not_null;

ALTER TABLE users VALIDATE CONSTRAINT mail_is_not_null;

ALTER TABLE users VALIDATE CONSTRAINT name_is_not_null;

ALTER TABLE unkeyed VALIDATE CONSTRAINT a_is_not_null;

-- migrate:upgrade
ALTER TABLE users
    ALTER COLUMN city SET NOT NULL,
    ALTER COLUMN mail SET NOT NULL,
    ALTER COLUMN name SET NOT NULL;

ALTER TABLE users
    DROP CONSTRAINT city_is_not_null,
    DROP CONSTRAINT mail_is_not_null,
    DROP CONSTRAINT name_is_not_null;

ALTER TABLE unkeyed ALTER COLUMN a SET NOT NULL;

ALTER TABLE unkeyed DROP CONSTRAINT a_is_not_null;

-- migrate:downgrade
-- loses the values of users.city
ALTER TABLE users
    ALTER COLUMN mail DROP NOT NULL,
    ALTER COLUMN name DROP NOT NULL,
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN known DROP NOT NULL,
    DROP COLUMN city;

ALTER TABLE unkeyed ALTER COLUMN a DROP NOT NULL;
