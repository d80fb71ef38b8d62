INSERT INTO t (id, c, d) VALUES (1,'(1,k)','x1'), (2,'(2,l)','y2'), (3,'(3,m)','z3');
INSERT INTO u VALUES (1, ARRAY['(1,k)','(2,l)']::co[]),(2,'{}');
