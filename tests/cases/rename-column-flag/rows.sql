INSERT INTO users (id, name, age) VALUES (1, 'Ann', 30), (2, 'Bob; -- x', NULL);
