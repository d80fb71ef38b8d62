INSERT INTO inv (id, net, n) VALUES (1, 100, 5);
