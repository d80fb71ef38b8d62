INSERT INTO boats (id, label, made, masts) VALUES (1, 'Ann', '2020-02-03', 2);
INSERT INTO rafts (id, logs) VALUES (2, 9);
