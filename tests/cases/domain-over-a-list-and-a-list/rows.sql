INSERT INTO note VALUES (1, '{a,b}', '{1,2}'), (2, NULL, NULL);
