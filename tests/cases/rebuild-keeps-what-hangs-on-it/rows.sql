INSERT INTO a (n) VALUES ('x'), ('y'); INSERT INTO a (n, parent) VALUES ('z', 1); DELETE FROM a WHERE n = 'z';
