INSERT INTO artist VALUES (1, 'Bach', 'x');
