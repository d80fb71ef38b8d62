INSERT INTO joins_it VALUES (1, 'a', 2); INSERT INTO leaves_it VALUES (3, 4); INSERT INTO changes_it VALUES (5, 6, NULL);
