-- case: postgres 15
CREATE TYPE state AS ENUM ('new', 'sent');
CREATE TABLE orders (id bigint PRIMARY KEY, state state);

-- migrate:upgrade
ALTER TYPE state ADD VALUE 'paid' AFTER 'sent';

-- migrate:upgrade transaction=off
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'paid';
