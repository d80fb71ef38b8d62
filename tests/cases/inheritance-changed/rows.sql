INSERT INTO grand (id, name, x, extra, shared) VALUES (1, 'a', 2, 3, 4);
INSERT INTO free VALUES (2, 'b', 3);
