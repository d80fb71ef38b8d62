INSERT INTO items (id, code, codes) VALUES (1, 7, '{2,3}'), (2, NULL, NULL);
