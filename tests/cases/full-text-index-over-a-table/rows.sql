INSERT INTO a VALUES (3, 'walking'), (5, 'runs');
