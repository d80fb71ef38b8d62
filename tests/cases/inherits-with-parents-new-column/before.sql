CREATE TABLE p (id bigint, v text DEFAULT 'p');
CREATE TABLE c (id bigint NOT NULL, v text DEFAULT 'c', own int);
