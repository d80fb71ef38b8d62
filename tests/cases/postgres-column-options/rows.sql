INSERT INTO item VALUES (1, 'a', 'b', 3, 4);
INSERT INTO reading VALUES ('2024-02-03', 'here');
