INSERT INTO state VALUES ('a'); INSERT INTO job (state, p) VALUES ('a', 1), (NULL, 2);
