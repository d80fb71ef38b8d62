INSERT INTO item VALUES (1, NULL, 'b', 'c', 'd');
INSERT INTO base VALUES ('e', 'f');
INSERT INTO child VALUES (NULL, 'f', 1);
