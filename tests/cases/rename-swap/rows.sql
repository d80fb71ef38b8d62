INSERT INTO t VALUES (1, 'was a', 2);
