INSERT INTO people VALUES (1, 'a', 'x', 1), (2, 'b', 'x', 2);
INSERT INTO cars VALUES (1, 'A'), (2, 'B');
