INSERT INTO notes VALUES (1, 'low', 'high', '{high}', ROW('low', 'high'), ARRAY[ROW('low', 'low')::span], '[low,high]');
INSERT INTO parts VALUES (1, ROW('a', 1.5), ROW(ROW('b', 2), 7), 3);
INSERT INTO words VALUES ('short', '{any,word}');
