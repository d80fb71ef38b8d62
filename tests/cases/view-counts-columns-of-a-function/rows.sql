INSERT INTO stop VALUES (1, 'Mill Lane');
