CREATE TABLE old (id bigint PRIMARY KEY, x text);
CREATE SEQUENCE s OWNED BY old.id;
CREATE TABLE k (id bigint PRIMARY KEY, o bigint DEFAULT nextval('s'));
