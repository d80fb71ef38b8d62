INSERT INTO people VALUES (1, 'Ann', 1), (2, 'Bob', 2);
