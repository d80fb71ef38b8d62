-- migrate:upgrade
DROP PUBLICATION big;

ALTER PUBLICATION notes SET TABLE orders (id);

-- loses the values of orders.note
ALTER TABLE orders
    ALTER COLUMN total TYPE bigint,
    DROP COLUMN note;

CREATE PUBLICATION big FOR TABLE orders WHERE (total > 100);

-- migrate:downgrade
DROP PUBLICATION big;

-- fails while orders.total holds values beyond integer
ALTER TABLE orders
    ADD COLUMN note text,
    ALTER COLUMN total TYPE integer;

ALTER PUBLICATION notes SET TABLE orders (id, note);

CREATE PUBLICATION big FOR TABLE orders WHERE (total > 100);
