INSERT INTO t (path, ia) VALUES ('a.b','{1,2}');
