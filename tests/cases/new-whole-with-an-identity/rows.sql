INSERT INTO part VALUES (1, 1), (2, 1), (7, 1);
