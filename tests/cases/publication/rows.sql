INSERT INTO orders (id, note, total) VALUES (1, 'a', 5);
INSERT INTO items (id, label) VALUES (1, 'x');
