INSERT INTO t (id, a, b, c, d) VALUES (1, 1, 1, 'x', 'y');
