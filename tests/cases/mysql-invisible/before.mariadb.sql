CREATE TABLE notes (id int NOT NULL PRIMARY KEY, title varchar(40), secret varchar(10) INVISIBLE, KEY ix_title (title), KEY ix_secret (secret) IGNORED);
