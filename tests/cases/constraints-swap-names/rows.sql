INSERT INTO t (code) VALUES (1), (2);
