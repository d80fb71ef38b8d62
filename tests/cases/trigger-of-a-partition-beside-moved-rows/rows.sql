INSERT INTO t (id,c,d) VALUES (1,'a','x1'),(2,'b','y2'),(3,'c','z3');
