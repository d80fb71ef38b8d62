INSERT INTO people (id, first, last, mail) VALUES (1, 'Ann', 'Lee', 'a@example.org');
INSERT INTO dogs (id, name) VALUES (1, 'Rex');
INSERT INTO cats (id, name) VALUES (1, 'Tom');
