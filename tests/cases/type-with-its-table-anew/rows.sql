INSERT INTO job VALUES (1, 'a', 'created'), (2, 'b', 'completed');
