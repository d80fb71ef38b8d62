INSERT INTO kid VALUES (1, 'a', 2, 3);
