INSERT INTO a(x,k) VALUES ('a',4),('b',5);
