PRAGMA foreign_keys = OFF;
INSERT INTO p VALUES (1, 'x', 'y'), (2, 'x', 'z');
INSERT INTO c VALUES (1, 'x', 'y', 3), (2, 'q', NULL, 4);
INSERT INTO d VALUES (1, 'x', 'g', 'u', 5), (2, NULL, NULL, NULL, NULL);
