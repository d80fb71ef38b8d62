CREATE TABLE notes (id int NOT NULL PRIMARY KEY, title varchar(40) NOT NULL, body text, FULLTEXT KEY ft_title (title));
