CREATE TABLE new (id bigint PRIMARY KEY, x text);
CREATE SEQUENCE s OWNED BY new.id;
CREATE TABLE k (id bigint PRIMARY KEY, o bigint DEFAULT nextval('s'));
