CREATE TABLE notes (id int NOT NULL PRIMARY KEY, title varchar(40) NOT NULL) DEFAULT CHARSET=latin1 COLLATE=latin1_bin;
