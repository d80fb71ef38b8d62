INSERT INTO by_date VALUES (1, '2023-05-05', 'a'), (2, '2024-05-05', 'a'), (3, '2025-05-05', 'b');
INSERT INTO wider (note, at) SELECT 'n' || n, '2024-01-01 12:00' FROM generate_series(1, 9) n;
INSERT INTO plain_again (tag) SELECT 't' || n FROM generate_series(1, 120) n;
INSERT INTO by_expression VALUES ('A', 1), ('b', 2), ('z', 2), ('q', 3);
INSERT INTO more SELECT n, now() FROM generate_series(1, 20) n;
