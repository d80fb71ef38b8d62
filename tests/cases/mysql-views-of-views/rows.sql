INSERT INTO people VALUES (1, 'Ann', 30, 'x'), (2, 'Bob', 19, 'y');
