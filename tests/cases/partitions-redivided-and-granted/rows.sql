INSERT INTO held SELECT n, 'k', 'v' FROM generate_series(1, 40) AS n;
