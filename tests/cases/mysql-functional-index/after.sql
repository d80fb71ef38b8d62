CREATE TABLE people (id int NOT NULL PRIMARY KEY, name varchar(20) NOT NULL, born int, KEY ix_lower ((upper(name)), id DESC), UNIQUE KEY uq_sum ((born * 2)));
