INSERT INTO people VALUES (1, '(a,12,3)', '{"(b,13,1)"}'), (2, NULL, NULL); INSERT INTO typed VALUES ('c', '14', 5);
