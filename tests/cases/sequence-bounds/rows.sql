INSERT INTO a(x) VALUES ('a'),('b'); INSERT INTO b(x) VALUES ('a'),('b'); SELECT nextval('s'), nextval('d'), nextval('d'), nextval('e'); INSERT INTO f(x) VALUES ('q');
