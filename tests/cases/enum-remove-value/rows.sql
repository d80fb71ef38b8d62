INSERT INTO people VALUES (1, 'sad', '{sad,ok}'), (2, 'ok', '{}'), (3, 'happy', '{happy}');
