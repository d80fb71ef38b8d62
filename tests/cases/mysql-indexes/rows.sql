INSERT INTO notes VALUES (1, 'x', 'y', 1, 2), (2, 'x', NULL, NULL, 2);
