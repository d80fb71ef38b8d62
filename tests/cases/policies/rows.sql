INSERT INTO notes (id, owner, n) VALUES (1, 'a', 5);
