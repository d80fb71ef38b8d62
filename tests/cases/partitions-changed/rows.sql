INSERT INTO readings (id, at, v, gone) SELECT n, '2024-01-01'::date + n, 'v' || n, n FROM generate_series(1, 600) n;
