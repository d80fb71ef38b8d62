INSERT INTO tree VALUES (1, 1, NULL), (2, 1, 1), (3, 70, NULL), (4, 70, 3);
INSERT INTO leaf VALUES (1, 2, 1), (2, 4, 70);
