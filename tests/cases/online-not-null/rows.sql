INSERT INTO users VALUES (1, 'a', NULL, 'k'), (2, 'b', 'n', 'k');
INSERT INTO unkeyed VALUES (NULL), (1);
