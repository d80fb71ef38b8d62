INSERT INTO t VALUES (1, '(a,b)', '(4,"(x,y)")', '[1,2)');
