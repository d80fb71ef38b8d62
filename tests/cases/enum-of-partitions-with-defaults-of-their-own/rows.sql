INSERT INTO tasks VALUES (1, '2024-02-01', 'queued'), (2, '2025-02-01', 'running'), (3, '2027-02-01', 'running');
INSERT INTO tasks_2028 VALUES (4, '2028-02-01', 'queued');
INSERT INTO marked_notes VALUES ('running');
