CREATE TABLE p (id bigint NOT NULL, v text DEFAULT 'p', added int DEFAULT 4);
CREATE TABLE c (id bigint NOT NULL, v text DEFAULT 'c', own int) INHERITS (p);
