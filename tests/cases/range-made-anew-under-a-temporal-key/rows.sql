INSERT INTO booking VALUES (1, '[08:00,09:00)'), (1, '[09:00,10:00)');
