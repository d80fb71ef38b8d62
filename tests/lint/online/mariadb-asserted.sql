-- case: mariadb 10.11
CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(50));
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    email varchar(50),
    total int,
    state enum('new', 'sent', 'paid'),
    customer_id bigint,
    created_at datetime NOT NULL
);

-- migrate:upgrade
ALTER TABLE `orders` ADD COLUMN `n` int NOT NULL DEFAULT 0, ALGORITHM=INSTANT;
ALTER TABLE `orders` ADD UNIQUE KEY `e` (`email`), ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `orders` MODIFY `email` varchar(50) NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;
CREATE INDEX `t` ON `orders` (`total`) ALGORITHM=INPLACE LOCK=NONE;
ALTER TABLE `orders` MODIFY `state` enum('new','sent','paid','back') DEFAULT 'new', ALGORITHM=INSTANT;
