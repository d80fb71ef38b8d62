INSERT INTO vehicle VALUES (1, 2, 'a'); INSERT INTO car VALUES (2, 4, 'b', 3); INSERT INTO truck VALUES (3, 8, 'c', 10); INSERT INTO boat VALUES (4, 0, 'd', 1);
