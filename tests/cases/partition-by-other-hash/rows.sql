INSERT INTO acc VALUES (1, 'x'), (2, 'y'); INSERT INTO tx VALUES (1, 1, 'x'), (2, 2, 'y');
