INSERT INTO other VALUES (1), (2);
INSERT INTO p VALUES (1, 1, 'a'), (11, 1, 'b'), (12, 2, 'c');
