INSERT INTO exam VALUES (1, '2', '{1,2}', '4');
INSERT INTO twins VALUES (1, '(3,4)');
