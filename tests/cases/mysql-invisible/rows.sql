INSERT INTO notes (id, title, secret) VALUES (1, 'a', 'b');
