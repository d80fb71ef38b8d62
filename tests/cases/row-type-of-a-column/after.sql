CREATE TABLE accounts (id bigint, name varchar(40), since date NOT NULL DEFAULT '2020-01-01');
CREATE TABLE history (at date, was accounts, CONSTRAINT real CHECK ((was).id > 0));
