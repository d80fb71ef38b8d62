CREATE TABLE notes (id int NOT NULL PRIMARY KEY, title varchar(40) INVISIBLE, secret varchar(10), more int INVISIBLE DEFAULT 3, KEY ix_title (title) INVISIBLE, KEY ix_secret (secret));
