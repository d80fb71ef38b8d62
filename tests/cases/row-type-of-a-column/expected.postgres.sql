-- migrate:upgrade
-- loses all rows of kept
DROP TABLE kept;

-- loses spaces at the end of accounts.name
-- fails while accounts.name holds more than 40 characters
ALTER TABLE accounts
    ADD COLUMN since date DEFAULT '2020-01-01'::date NOT NULL,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN name TYPE character varying(40);

CREATE TABLE history (
    at date,
    was accounts,
    CONSTRAINT "real" CHECK ((was).id > 0)
);

-- migrate:downgrade
-- loses all rows of history
DROP TABLE history;

-- loses the values of accounts.since
-- fails while accounts.id holds values beyond integer
ALTER TABLE accounts
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN name TYPE text,
    DROP COLUMN since;

CREATE TABLE kept (
    was accounts
);
