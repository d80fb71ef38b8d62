INSERT INTO r VALUES (1, 1, 'a'), (2, 2, 'b');
