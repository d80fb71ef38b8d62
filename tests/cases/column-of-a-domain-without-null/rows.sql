INSERT INTO entry VALUES (1, 5, 'x'), (2, 6, 'y');
