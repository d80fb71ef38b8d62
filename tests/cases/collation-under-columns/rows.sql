INSERT INTO parts VALUES ('p10', 'q');
