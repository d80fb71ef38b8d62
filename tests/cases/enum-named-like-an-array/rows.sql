INSERT INTO t VALUES (1, 'a', '{a,b}', 'b'), (2, 'b', '{}', NULL);
