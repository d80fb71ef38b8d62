INSERT INTO rooms VALUES (1, 3, 'attic', 20), (2, 0, 'hall', 55);
INSERT INTO desks VALUES (7, 1, 'green', 'oak'), (8, 2, 'red', 'elm');
