INSERT INTO point3 VALUES (1, 2, 3);
INSERT INTO shape VALUES (1, ROW(1, 2, 3), ARRAY[ROW(4, 5, 6)]::point3[]);
