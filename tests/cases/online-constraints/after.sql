CREATE TABLE customers (id integer PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, customer integer, price integer, referred integer, weight integer,
    CONSTRAINT fk_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE,
    CONSTRAINT fk_referred FOREIGN KEY (referred) REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_price CHECK (price > 0), CONSTRAINT ck_weight CHECK (weight > 0));
COMMENT ON CONSTRAINT ck_price ON orders IS 'nothing is free';
ALTER TABLE orders ADD CONSTRAINT ck_later CHECK (price <> 7) NOT VALID;
CREATE TABLE items (id integer PRIMARY KEY, number integer, of_order integer, CONSTRAINT uq_number UNIQUE (number));
CREATE TABLE labels (id integer PRIMARY KEY, item integer REFERENCES items (number));
ALTER TABLE customers ADD COLUMN item integer CONSTRAINT fk_item REFERENCES items (number);
