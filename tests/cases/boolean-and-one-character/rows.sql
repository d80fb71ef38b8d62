INSERT INTO t VALUES (1, 'Y', '[1,3)'), (2, 'N', NULL);
