INSERT INTO t VALUES (1, '10 kg'), (2, '7 kg');
