INSERT INTO e (k) SELECT g FROM generate_series(1, 20) g;
