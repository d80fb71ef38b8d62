INSERT INTO tiles (side, colour) VALUES (2, 'red');
INSERT INTO slabs (side) VALUES (3);
INSERT INTO days (day) VALUES (10);
