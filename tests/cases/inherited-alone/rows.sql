INSERT INTO base DEFAULT VALUES;
INSERT INTO child VALUES (10, 'c', '2023-01-01');
INSERT INTO grand VALUES (11, 'g', '2023-02-02', 5);
INSERT INTO leaving (extra) VALUES (7);
INSERT INTO owning VALUES (1, 'n', 'o');
INSERT INTO all_own VALUES (2, 'm', 3);
