INSERT INTO towns VALUES (1), (2);
INSERT INTO people VALUES (1, 1, 2), (2, NULL, 1);
