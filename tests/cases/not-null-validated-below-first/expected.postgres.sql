-- migrate:upgrade
ALTER TABLE orders VALIDATE CONSTRAINT total_is_known;

ALTER TABLE readings_1 VALIDATE CONSTRAINT amount_is_known;

-- migrate:downgrade
ALTER TABLE orders DETACH PARTITION orders_1;

ALTER TABLE readings DETACH PARTITION readings_1;

ALTER TABLE orders
    ALTER COLUMN total DROP NOT NULL,
    ADD CONSTRAINT total_is_known NOT NULL total NOT VALID;

ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES IN (1);

ALTER TABLE readings_1
    ALTER COLUMN amount DROP NOT NULL,
    ADD CONSTRAINT amount_is_known NOT NULL amount NOT VALID;

ALTER TABLE readings ATTACH PARTITION readings_1 FOR VALUES IN (1);
