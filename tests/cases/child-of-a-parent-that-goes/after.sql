CREATE TABLE a (id bigint, created date DEFAULT '2020-01-01');
CREATE TABLE c (b1 text, c1 int, CONSTRAINT bk CHECK (b1 <> '')) INHERITS (a);
CREATE INDEX ci ON c (b1, created);
