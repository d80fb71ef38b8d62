INSERT INTO users VALUES (1, 'a', 3), (2, 'A', 4); INSERT INTO posts VALUES (1, 2);
