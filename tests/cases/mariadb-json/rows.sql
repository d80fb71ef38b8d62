INSERT INTO docs VALUES (1, '{"a": 1}', '[1]', '[2]'), (2, '[3]', NULL, NULL);
