INSERT INTO people VALUES (1, 'ada@example.org', 5, 'x');
