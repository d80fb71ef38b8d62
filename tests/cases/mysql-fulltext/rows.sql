INSERT INTO notes VALUES (1, 'hello world', 'words'), (2, 'other', NULL);
