-- migrate:upgrade
-- writes all rows of orders anew: reads and writes wait until that is done
ALTER TABLE orders
    ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN name TYPE character varying(20);

-- migrate:downgrade
-- loses spaces at the end of orders.name
-- writes all rows of orders anew: reads and writes wait until that is done
-- fails while orders.id holds values beyond integer
-- fails while orders.name holds more than 10 characters
ALTER TABLE orders
    DROP COLUMN twice,
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN name TYPE character varying(10);
