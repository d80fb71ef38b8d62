INSERT INTO person VALUES (1, ROW('s', 'c', '12345')), (2, NULL);
