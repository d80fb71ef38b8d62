INSERT INTO visits VALUES (1), (20), (60);
