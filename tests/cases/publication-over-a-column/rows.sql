INSERT INTO orders (id, total, note) VALUES (1, 5, 'a'), (2, 500, NULL);
