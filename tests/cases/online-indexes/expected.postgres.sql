-- migrate:upgrade
CREATE TABLE anew (
    id integer NOT NULL,
    a integer,
    CONSTRAINT anew_pkey PRIMARY KEY (id)
);

CREATE INDEX ix_anew ON anew (a);

ALTER TABLE orders ADD COLUMN paid boolean;

CREATE INDEX ix_nothing ON nothing (a);

-- migrate:upgrade transaction=off
DROP INDEX CONCURRENTLY ix_goes;

-- ix_changes stays until this one is there, which then gets its name
CREATE INDEX CONCURRENTLY ix_changes_new ON orders (customer, placed DESC);

DROP INDEX CONCURRENTLY ix_changes;

CREATE INDEX CONCURRENTLY ix_comes ON orders (lower(note)) WHERE placed IS NOT NULL;

CREATE INDEX CONCURRENTLY ix_paid ON orders (paid);

-- ix_unique stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY ix_unique_new ON orders (note, customer) INCLUDE (placed);

DROP INDEX CONCURRENTLY ix_unique;

CREATE UNIQUE INDEX CONCURRENTLY ix_by_customer ON by_customer (customer);

-- migrate:upgrade
ALTER INDEX ix_changes_new RENAME TO ix_changes;

COMMENT ON INDEX ix_paid IS 'for the reminders';

ALTER INDEX ix_unique_new RENAME TO ix_unique;

-- migrate:downgrade
DROP INDEX ix_nothing;

-- loses all rows of anew
DROP TABLE anew;

-- migrate:downgrade transaction=off
DROP INDEX CONCURRENTLY ix_by_customer;

DROP INDEX CONCURRENTLY ix_comes;

DROP INDEX CONCURRENTLY ix_paid;

-- ix_changes stays until this one is there, which then gets its name
CREATE INDEX CONCURRENTLY ix_changes_new ON orders (customer);

DROP INDEX CONCURRENTLY ix_changes;

-- ix_unique stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY ix_unique_new ON orders (note);

DROP INDEX CONCURRENTLY ix_unique;

CREATE INDEX CONCURRENTLY ix_goes ON orders (placed);

-- migrate:downgrade
-- loses the values of orders.paid
ALTER TABLE orders DROP COLUMN paid;

ALTER INDEX ix_changes_new RENAME TO ix_changes;

ALTER INDEX ix_unique_new RENAME TO ix_unique;
