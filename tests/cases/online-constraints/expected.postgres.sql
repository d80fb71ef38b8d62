-- migrate:upgrade
ALTER TABLE orders
    DROP CONSTRAINT ck_goes,
    ADD COLUMN weight integer,
    ADD CONSTRAINT ck_later CHECK (price <> 7) NOT VALID,
    ADD CONSTRAINT ck_price CHECK (price > 0) NOT VALID,
    ADD CONSTRAINT ck_weight CHECK (weight > 0) NOT VALID,
    ADD CONSTRAINT fk_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE NOT VALID,
    ADD CONSTRAINT fk_referred FOREIGN KEY (referred) REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;

CREATE TABLE labels (
    id integer NOT NULL,
    item integer,
    CONSTRAINT labels_pkey PRIMARY KEY (id)
);

COMMENT ON CONSTRAINT ck_price ON orders IS 'nothing is free';

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY uq_number ON items (number);

ALTER TABLE orders VALIDATE CONSTRAINT ck_price;

ALTER TABLE orders VALIDATE CONSTRAINT ck_weight;

ALTER TABLE orders VALIDATE CONSTRAINT fk_customer;

ALTER TABLE orders VALIDATE CONSTRAINT fk_referred;

-- migrate:upgrade
ALTER TABLE items
    DROP CONSTRAINT items_of_order_fkey,
    ADD CONSTRAINT uq_number UNIQUE USING INDEX uq_number;

ALTER TABLE customers
    ADD COLUMN item integer,
    ADD CONSTRAINT fk_item FOREIGN KEY (item) REFERENCES items (number) NOT VALID;

ALTER TABLE labels ADD CONSTRAINT labels_item_fkey FOREIGN KEY (item) REFERENCES items (number);

-- migrate:upgrade transaction=off
ALTER TABLE customers VALIDATE CONSTRAINT fk_item;

-- migrate:downgrade
ALTER TABLE labels DROP CONSTRAINT labels_item_fkey;

-- loses the values of orders.weight
ALTER TABLE orders
    DROP CONSTRAINT fk_customer,
    DROP CONSTRAINT fk_referred,
    DROP CONSTRAINT ck_later,
    DROP CONSTRAINT ck_price,
    DROP CONSTRAINT ck_weight,
    DROP COLUMN weight,
    ADD CONSTRAINT ck_goes CHECK (price < 1000) NOT VALID;

-- loses the values of customers.item
ALTER TABLE customers
    DROP CONSTRAINT fk_item,
    DROP COLUMN item;

ALTER TABLE items
    DROP CONSTRAINT uq_number,
    ADD CONSTRAINT items_of_order_fkey FOREIGN KEY (of_order) REFERENCES orders (id) NOT VALID;

-- loses all rows of labels
DROP TABLE labels;

-- migrate:downgrade transaction=off
ALTER TABLE orders VALIDATE CONSTRAINT ck_goes;

ALTER TABLE items VALIDATE CONSTRAINT items_of_order_fkey;
