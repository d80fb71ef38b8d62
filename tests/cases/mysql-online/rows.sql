INSERT INTO customers VALUES (1);
INSERT INTO orders VALUES (1, 1, 10, 'a');
INSERT INTO texts VALUES (1, 'a b');
