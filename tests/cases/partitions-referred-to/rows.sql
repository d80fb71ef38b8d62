INSERT INTO ref SELECT n FROM generate_series(0, 9) n;
INSERT INTO p SELECT n, n % 10 FROM generate_series(0, 19) n;
INSERT INTO q SELECT n, n FROM generate_series(0, 9) n;
INSERT INTO o VALUES (1, 2, 3);
