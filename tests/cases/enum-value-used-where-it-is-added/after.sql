-- A history in one file, as the database's own client takes it: each statement is committed before the next.
CREATE TYPE state AS ENUM ('open');
CREATE TABLE orders (id integer PRIMARY KEY, state state);
ALTER TYPE state ADD VALUE 'closed';
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'closed';
CREATE INDEX closed_orders ON orders (id) WHERE state = 'closed';
