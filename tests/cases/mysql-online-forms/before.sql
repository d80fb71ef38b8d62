CREATE TABLE customers (id int NOT NULL PRIMARY KEY, region int NOT NULL DEFAULT 1, UNIQUE KEY by_region (region, id));
CREATE TABLE orders (id int NOT NULL PRIMARY KEY, customer int NOT NULL, region int, above int, note varchar(50));
CREATE TABLE unkeyed (a int);
