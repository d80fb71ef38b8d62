INSERT INTO s.t VALUES (1,'a','2024-05-05','x'),(2,'b','2024-05-05','y');
INSERT INTO o (at, body, kind) VALUES ('2024-01-05','a','k'),('2024-02-05','b','l');
