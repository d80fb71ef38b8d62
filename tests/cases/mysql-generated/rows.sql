INSERT INTO items (id, net, plain) VALUES (1, 10, 5), (2, 20, NULL);
