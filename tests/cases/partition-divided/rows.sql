INSERT INTO logs VALUES (1, '2023-02-02', 'error', 'a'), (2, '2023-03-03', 'info', 'b'), (3, '2024-02-02', 'error', 'c'), (4, '2024-03-03', 'info', 'd');
