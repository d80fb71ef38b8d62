INSERT INTO added VALUES ('a'), ('b');
INSERT INTO dropped (name) VALUES ('a'), ('b');
INSERT INTO stopped (name) VALUES ('a'), ('b');
INSERT INTO kept (name) VALUES ('a');
ALTER TABLE kept AUTO_INCREMENT = 100;
