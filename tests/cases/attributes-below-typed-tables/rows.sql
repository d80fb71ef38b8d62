INSERT INTO staff VALUES (1, 'a'); INSERT INTO trainee VALUES (2, 'b', NULL, '2025-01-01');
