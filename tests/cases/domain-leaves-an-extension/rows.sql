INSERT INTO users VALUES ('A@b', 'N');
