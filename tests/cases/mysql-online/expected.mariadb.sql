-- migrate:upgrade
ALTER TABLE customers
    ADD COLUMN name varchar(20) NOT NULL DEFAULT 'x',
    ADD UNIQUE INDEX uq_name (name, id),
    LOCK=NONE;

ALTER TABLE nothing
    MODIFY COLUMN a bigint(20),
    ADD CONSTRAINT ck_a CHECK (`a` > 0);

-- writes all rows of orders anew: writes wait until that is done
ALTER TABLE orders
    MODIFY COLUMN price bigint(20),
    MODIFY COLUMN note varchar(60),
    ADD CONSTRAINT ck_price CHECK (`price` > 0),
    ADD INDEX ix_customer (customer);

-- reads all rows of texts: writes wait until that is done
ALTER TABLE texts ADD FULLTEXT INDEX ft_body (body);

SET SESSION foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT fk_customer FOREIGN KEY (customer) REFERENCES customers (id), ALGORITHM=NOCOPY, LOCK=NONE;
SET SESSION foreign_key_checks = 1;

-- fails (with "more than one row") while orders refers to rows that customers has not; they are read beside reads and writes
SELECT two.n INTO @migrate_orphans FROM (SELECT 1 AS n UNION ALL SELECT 2) AS two
WHERE EXISTS (SELECT 1 FROM orders AS child WHERE child.customer IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM customers AS parent WHERE parent.id = child.customer));

-- migrate:downgrade
-- writes all rows of orders anew: writes wait until that is done
-- fails while orders.price holds values beyond int(11)
-- fails while orders.note holds values longer than varchar(50)
ALTER TABLE orders
    DROP FOREIGN KEY fk_customer,
    DROP CONSTRAINT ck_price,
    DROP INDEX ix_customer,
    MODIFY COLUMN price int(11),
    MODIFY COLUMN note varchar(50);

-- loses the values of customers.name
ALTER TABLE customers
    DROP INDEX uq_name,
    DROP COLUMN name;

-- fails while nothing.a holds values beyond int(11)
ALTER TABLE nothing
    DROP CONSTRAINT ck_a,
    MODIFY COLUMN a int(11);

ALTER TABLE texts DROP INDEX ft_body;
