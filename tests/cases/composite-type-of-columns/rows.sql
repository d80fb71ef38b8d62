INSERT INTO places VALUES (1, '(3,4,2020-01-01)', '{}'), (2, NULL, NULL);
