INSERT INTO a(x) VALUES ('a'),('b'); INSERT INTO b(y) VALUES ('c');
