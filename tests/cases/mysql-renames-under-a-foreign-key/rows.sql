INSERT INTO towns VALUES (1, 'a'), (2, 'b');
INSERT INTO people VALUES (1, 1), (2, 2), (3, 2);
