INSERT INTO kid (id, x) VALUES (1, 2);
