INSERT INTO letters VALUES ('new', 1);
