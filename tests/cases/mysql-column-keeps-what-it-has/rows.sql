INSERT INTO people VALUES (1, 'Änn', '2020-01-02 03:04:05', 'ok', 30), (2, 'Bob', '2021-01-02 03:04:05', 'sad', NULL);
