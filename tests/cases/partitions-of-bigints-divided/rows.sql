INSERT INTO district VALUES (1, 1), (7, 3), (12, 2);
INSERT INTO customer VALUES (1, 1, 1), (2, 7, 3), (3, 12, 2);
INSERT INTO event VALUES (5, 'a'), (100, 'b'), (900, 'c');
