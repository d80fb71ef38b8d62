INSERT INTO notes (id, b, c) VALUES (1, '2020-01-01 00:00:00.123', 'c');
