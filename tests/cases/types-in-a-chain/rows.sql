INSERT INTO t VALUES ('x', ('y', 2), ('z', 3));
