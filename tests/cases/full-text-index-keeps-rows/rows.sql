INSERT INTO f (rowid, t, old) VALUES (7, 'walking', 'x'), (9, 'runs', 'y');
