INSERT INTO shapes VALUES (1);
INSERT INTO squares VALUES (4, 2);
INSERT INTO tiles VALUES (9, 3, 'red');
