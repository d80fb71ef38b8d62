-- migrate:upgrade transaction=off
ALTER TYPE state ADD VALUE IF NOT EXISTS 'closed';

-- migrate:upgrade
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'closed'::state;

CREATE INDEX closed_orders ON orders (id) WHERE state = 'closed'::state;

-- migrate:downgrade
DROP INDEX closed_orders;

ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('open');

-- fails while rows hold 'closed'
ALTER TABLE orders
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state;

DROP TYPE state__old;

ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
