INSERT INTO readings VALUES (1, 10), (2, 20);
INSERT INTO orders VALUES (1, 5);
