INSERT INTO week VALUES (ARRAY[ROW(1, '{glad}')::day, ROW(2, '{glad,sad}')::day]);
