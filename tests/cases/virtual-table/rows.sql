INSERT INTO search VALUES ('running'); INSERT INTO a VALUES (1, 'x');
