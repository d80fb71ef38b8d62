-- migrate:upgrade
ALTER TABLE orders
    ADD COLUMN token char(36) AFTER id,
    ADD COLUMN twice int,
    ADD COLUMN spare char(36) AFTER twice,
    LOCK=NONE;

ALTER TABLE orders ALTER COLUMN token SET DEFAULT (uuid()), ALGORITHM=INSTANT;

ALTER TABLE orders ALTER COLUMN spare SET DEFAULT (uuid()), ALGORITHM=INSTANT;

ALTER TABLE unkeyed ADD COLUMN b char(36), LOCK=NONE;

ALTER TABLE unkeyed ALTER COLUMN b SET DEFAULT (uuid()), ALGORITHM=INSTANT;

-- migrate:upgrade transaction=off batch=5000
UPDATE orders SET token = uuid() WHERE token IS NULL;

-- migrate:upgrade
ALTER TABLE orders MODIFY COLUMN token char(36) NOT NULL DEFAULT (uuid()), ALGORITHM=INPLACE, LOCK=NONE;

-- migrate:upgrade transaction=off batch=5000
UPDATE orders SET twice = id * 2 WHERE twice IS NULL;

-- migrate:upgrade
ALTER TABLE orders MODIFY COLUMN twice int NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;

-- migrate:upgrade transaction=off batch=5000
UPDATE orders SET spare = uuid() WHERE spare IS NULL;

-- migrate:upgrade transaction=off
UPDATE unkeyed SET b = uuid() WHERE b IS NULL;

-- migrate:upgrade
ALTER TABLE orders ALTER COLUMN note SET DEFAULT '-', ALGORITHM=INSTANT;

-- migrate:upgrade transaction=off batch=5000
UPDATE orders SET note = 'none' WHERE note IS NULL;

-- migrate:upgrade
ALTER TABLE orders
    MODIFY COLUMN note varchar(50) NOT NULL DEFAULT '-',
    ADD INDEX customer (customer),
    ADD INDEX of_region (region, customer),
    ADD INDEX of_above (above),
    ALGORITHM=INPLACE, LOCK=NONE;

SET SESSION foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT of_above FOREIGN KEY (above) REFERENCES orders (id), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;

-- fails (with "more than one row") while orders refers to rows that orders has not; they are read beside reads and writes
SELECT two.n INTO @migrate_orphans FROM (SELECT 1 AS n UNION ALL SELECT 2) AS two
WHERE EXISTS (SELECT 1 FROM orders AS child WHERE child.above IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM orders AS parent WHERE parent.id = child.above));

SET SESSION foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT of_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE, ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;

-- fails (with "more than one row") while orders refers to rows that customers has not; they are read beside reads and writes
SELECT two.n INTO @migrate_orphans FROM (SELECT 1 AS n UNION ALL SELECT 2) AS two
WHERE EXISTS (SELECT 1 FROM orders AS child WHERE child.customer IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM customers AS parent WHERE parent.id = child.customer));

SET SESSION foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT of_region FOREIGN KEY (region, customer) REFERENCES customers (region, id), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;

-- fails (with "more than one row") while orders refers to rows that customers has not; they are read beside reads and writes
SELECT two.n INTO @migrate_orphans FROM (SELECT 1 AS n UNION ALL SELECT 2) AS two
WHERE EXISTS (SELECT 1 FROM orders AS child WHERE child.region IS NOT NULL AND child.customer IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM customers AS parent WHERE parent.region = child.region AND parent.id = child.customer));

-- migrate:downgrade
-- loses the values of orders.token
-- loses the values of orders.twice
-- loses the values of orders.spare
ALTER TABLE orders
    DROP FOREIGN KEY of_above,
    DROP FOREIGN KEY of_customer,
    DROP FOREIGN KEY of_region,
    DROP INDEX customer,
    DROP INDEX of_region,
    DROP INDEX of_above,
    MODIFY COLUMN note varchar(50),
    DROP COLUMN token,
    DROP COLUMN twice,
    DROP COLUMN spare,
    LOCK=NONE;

-- loses the values of unkeyed.b
ALTER TABLE unkeyed DROP COLUMN b, LOCK=NONE;
