INSERT INTO sec VALUES (1, 2, 'x');
