INSERT INTO comes VALUES (1, 'a'), (2, 'b');
INSERT INTO goes VALUES (1, 'a'), (2, 'b');
INSERT INTO changes VALUES (1, 'a'), (15, 'b'), (30, 'c');
INSERT INTO stays VALUES (1, 'a'), (3, 'b');
