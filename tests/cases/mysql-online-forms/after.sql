CREATE TABLE customers (id int NOT NULL PRIMARY KEY, region int NOT NULL DEFAULT 1, UNIQUE KEY by_region (region, id));
CREATE TABLE orders (
    id int NOT NULL PRIMARY KEY,
    token char(36) NOT NULL DEFAULT (uuid()),
    customer int NOT NULL,
    region int,
    above int,
    -- migrate: backfill 'none'
    note varchar(50) NOT NULL DEFAULT '-',
    -- migrate: backfill id * 2
    twice int NOT NULL,
    spare char(36) DEFAULT (uuid()),
    KEY customer (customer),
    CONSTRAINT of_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE,
    CONSTRAINT of_region FOREIGN KEY (region, customer) REFERENCES customers (region, id),
    CONSTRAINT of_above FOREIGN KEY (above) REFERENCES orders (id)
);
CREATE TABLE unkeyed (a int, b char(36) DEFAULT (uuid()));
