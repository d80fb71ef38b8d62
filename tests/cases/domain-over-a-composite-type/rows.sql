INSERT INTO item VALUES (1, ROW(3, 'eur')), (2, NULL);
