INSERT INTO notes VALUES (1, 'é', 'Zürich', 'a'), (2, 'plain', NULL, NULL);
