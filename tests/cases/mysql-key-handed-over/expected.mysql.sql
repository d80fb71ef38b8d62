-- migrate:upgrade
ALTER TABLE towns
    DROP FOREIGN KEY fk_order,
    DROP INDEX fk_order,
    ALGORITHM=INPLACE, LOCK=NONE;

ALTER TABLE orders
    DROP FOREIGN KEY fk_parent,
    DROP FOREIGN KEY fk_town,
    DROP PRIMARY KEY, ADD INDEX fk_town (id),
    DROP INDEX fk_parent;

ALTER TABLE orders ADD CONSTRAINT fk_town FOREIGN KEY (id) REFERENCES towns (id);

-- migrate:downgrade
ALTER TABLE orders
    DROP FOREIGN KEY fk_town,
    DROP INDEX fk_town, ADD PRIMARY KEY (id),
    ADD INDEX fk_parent (parent),
    ALGORITHM=INPLACE, LOCK=NONE;

ALTER TABLE towns
    ADD INDEX fk_order (orders_id),
    ADD CONSTRAINT fk_order FOREIGN KEY (orders_id) REFERENCES orders (id);

ALTER TABLE orders
    ADD CONSTRAINT fk_parent FOREIGN KEY (parent) REFERENCES orders (id),
    ADD CONSTRAINT fk_town FOREIGN KEY (id) REFERENCES towns (id);
