INSERT INTO letter VALUES (1, 'dear', 'well', 'yours');
