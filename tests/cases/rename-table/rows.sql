INSERT INTO users (boss) VALUES (NULL), (1); INSERT INTO posts (id, writer) VALUES (7, 2);
