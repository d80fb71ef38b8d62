-- migrate:upgrade
ALTER TABLE nothing ADD COLUMN token uuid DEFAULT gen_random_uuid() NOT NULL;

ALTER TABLE users
    ADD COLUMN token uuid,
    ALTER COLUMN token SET DEFAULT gen_random_uuid(),
    ADD COLUMN seen timestamp with time zone,
    ALTER COLUMN seen SET DEFAULT clock_timestamp(),
    ADD COLUMN ticket integer,
    ALTER COLUMN ticket SET DEFAULT ticket(),
    ADD COLUMN at timestamp with time zone DEFAULT now() NOT NULL;

-- migrate:upgrade transaction=off batch=10000
UPDATE users SET token = gen_random_uuid() WHERE token IS NULL;

-- migrate:upgrade transaction=off batch=10000
UPDATE users SET seen = clock_timestamp() WHERE seen IS NULL;

-- migrate:upgrade transaction=off batch=10000
UPDATE users SET ticket = ticket() WHERE ticket IS NULL;

-- migrate:upgrade
-- loses the values of users.born
-- with this check, SET NOT NULL need not look at the rows of users
ALTER TABLE users
    ADD CONSTRAINT token_is_not_null CHECK (token IS NOT NULL) NOT VALID,
    ADD CONSTRAINT ticket_is_not_null CHECK (ticket IS NOT NULL) NOT VALID,
    DROP COLUMN born;

-- migrate:upgrade transaction=off
ALTER TABLE users VALIDATE CONSTRAINT token_is_not_null;

ALTER TABLE users VALIDATE CONSTRAINT ticket_is_not_null;

-- migrate:upgrade
ALTER TABLE users
    ALTER COLUMN token SET NOT NULL,
    ALTER COLUMN ticket SET NOT NULL;

ALTER TABLE users
    DROP CONSTRAINT token_is_not_null,
    DROP CONSTRAINT ticket_is_not_null;

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY ix_token ON users (token);

-- migrate:downgrade
ALTER TABLE users
    ADD COLUMN born timestamp with time zone,
    ALTER COLUMN born SET DEFAULT clock_timestamp();

-- migrate:downgrade transaction=off
DROP INDEX CONCURRENTLY ix_token;

-- migrate:downgrade transaction=off batch=10000
UPDATE users SET born = clock_timestamp() WHERE born IS NULL;

-- migrate:downgrade
-- loses the values of users.token
-- loses the values of users.seen
-- loses the values of users.ticket
-- loses the values of users.at
-- with this check, SET NOT NULL need not look at the rows of users
ALTER TABLE users
    ADD CONSTRAINT born_is_not_null CHECK (born IS NOT NULL) NOT VALID,
    DROP COLUMN token,
    DROP COLUMN seen,
    DROP COLUMN ticket,
    DROP COLUMN at;

-- loses the values of nothing.token
ALTER TABLE nothing DROP COLUMN token;

-- migrate:downgrade transaction=off
ALTER TABLE users VALIDATE CONSTRAINT born_is_not_null;

-- migrate:downgrade
ALTER TABLE users ALTER COLUMN born SET NOT NULL;

ALTER TABLE users DROP CONSTRAINT born_is_not_null;
