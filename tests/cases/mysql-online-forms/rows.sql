INSERT INTO customers VALUES (1, 7), (2, 7), (3, 8);
INSERT INTO orders VALUES (1, 1, 7, NULL, 'a'), (2, 2, NULL, 1, NULL), (3, 3, 8, 2, 'c');
INSERT INTO unkeyed VALUES (1), (2);
