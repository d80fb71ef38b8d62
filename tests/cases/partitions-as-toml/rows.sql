INSERT INTO events (kind, at) VALUES ('a', '2023-05-05');
INSERT INTO child VALUES (1, 'n', 2);
