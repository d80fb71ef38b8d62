INSERT INTO tx VALUES (1, 'DE1', '2023-05-05', 'a'), (2, 'FR2', '2024-05-05', 'b'), (3, 'IT3', '2026-05-05', 'c');
INSERT INTO reading VALUES ('2023-03-03', 1.5, 'good', 'de'), ('2024-03-03', 2.5, 'raw', 'fr'), ('2024-09-09', 3.5, 'bad', 'de');
