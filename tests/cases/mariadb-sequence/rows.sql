SELECT nextval(changes);
INSERT INTO people VALUES (1);
