INSERT INTO path VALUES (1, 'early', (2.5, 'EUR'));
