INSERT INTO said (a) VALUES (1), (2);
INSERT INTO old (a) VALUES (1), (2), (3);
DELETE FROM old;
