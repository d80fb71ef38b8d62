INSERT INTO bins VALUES (1, 'a'); INSERT INTO counts VALUES (1, 'a');
