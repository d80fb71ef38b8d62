INSERT INTO readings VALUES ('2010-01-01', 5);
INSERT INTO jobs (id, priority, tries) VALUES (1, 2, 7);
