-- case: postgres 15
CREATE TYPE state AS ENUM ('new', 'sent');
CREATE TABLE orders (id bigint PRIMARY KEY, state state);

-- migrate:upgrade
ALTER TYPE state ADD VALUE 'paid';
-- migrate:upgrade transaction=off
ALTER TABLE orders ALTER state SET DEFAULT 'paid';
