INSERT INTO t (id, a, n) VALUES (1, 'a', 1);
