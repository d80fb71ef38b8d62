INSERT INTO p VALUES (3); INSERT INTO a (id, plain, i, c, u, f) VALUES (1, 'p', 'i', 'c', 'u', 3); INSERT INTO b VALUES (1, 'p', 'k');
