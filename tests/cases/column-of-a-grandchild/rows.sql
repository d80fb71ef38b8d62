INSERT INTO cities VALUES ('a', 1, 1); INSERT INTO capitals VALUES ('b', 100, 2, 'XX'); INSERT INTO big VALUES ('c', 100, 3, 'YY');
