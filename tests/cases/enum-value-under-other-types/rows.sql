INSERT INTO jobs VALUES (1, 'new', ROW('2026-01-02', 'done'));
INSERT INTO bills VALUES (1, '{5,7}');
