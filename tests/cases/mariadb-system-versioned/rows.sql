INSERT INTO comes VALUES (1, 'a');
INSERT INTO goes VALUES (1, 'a'), (2, 'b');
