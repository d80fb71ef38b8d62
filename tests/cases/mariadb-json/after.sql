CREATE TABLE docs (id int NOT NULL PRIMARY KEY, doc json NOT NULL, kept json DEFAULT '{}', words json, more json DEFAULT NULL, CONSTRAINT ck_doc CHECK (json_length(doc) > 0));
