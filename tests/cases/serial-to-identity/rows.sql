INSERT INTO a (n) VALUES ('x'), ('y'); INSERT INTO b (n) VALUES ('x'), ('y'); INSERT INTO c (n) VALUES ('x');
