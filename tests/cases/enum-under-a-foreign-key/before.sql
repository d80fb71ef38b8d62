CREATE TYPE st AS ENUM ('on','off','dead');
CREATE TABLE h (st st PRIMARY KEY, n int); CREATE TABLE d (id int, st st REFERENCES h ON UPDATE CASCADE);
