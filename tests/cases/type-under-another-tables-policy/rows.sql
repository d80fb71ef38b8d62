INSERT INTO installs VALUES (1, 2);
