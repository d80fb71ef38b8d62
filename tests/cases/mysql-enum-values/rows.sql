INSERT INTO orders VALUES (1, 'new', 'low', 'a', 'x'), (2, 'paid', 'high', 'c', 'x,y'), (3, 'paid', 'high', NULL, '');
