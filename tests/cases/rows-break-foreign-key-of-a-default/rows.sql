INSERT INTO templates VALUES (2, 'plain');
INSERT INTO letters VALUES (1, 'news'), (2, 'offers');
