CREATE TABLE notes (id int NOT NULL PRIMARY KEY, title varchar(60) NOT NULL, body text, more int, FULLTEXT KEY ft_both (title, body));
