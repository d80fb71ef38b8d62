-- migrate:upgrade
-- default privileges are not for what intarray brings
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM case_app;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM CURRENT_USER;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM case_app;

CREATE EXTENSION intarray;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO case_app;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO CURRENT_USER;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO case_app;

-- documents stands aside until its rows are copied
ALTER TABLE documents DROP CONSTRAINT documents_pkey;

ALTER TABLE documents RENAME TO documents__old;

ALTER SEQUENCE documents_id_seq OWNED BY NONE;

CREATE TABLE documents (
    id integer DEFAULT nextval('documents_id_seq'::regclass) NOT NULL,
    title text,
    CONSTRAINT documents_pkey PRIMARY KEY (id)
) PARTITION BY HASH (id);

REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON documents FROM case_app;

REVOKE GRANT OPTION FOR ALL ON documents FROM CURRENT_USER;

ALTER SEQUENCE documents_id_seq OWNED BY documents.id;

CREATE TABLE documents_0 (
    id integer DEFAULT nextval('documents_id_seq'::regclass) NOT NULL,
    title text,
    CONSTRAINT documents_0_pkey PRIMARY KEY (id)
);

ALTER TABLE documents ATTACH PARTITION documents_0 FOR VALUES WITH (modulus 1, remainder 0);

REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON documents_0 FROM case_app;

REVOKE GRANT OPTION FOR ALL ON documents_0 FROM CURRENT_USER;

-- fails while documents has rows that no partition of documents takes
-- copies all rows of documents
INSERT INTO documents (id, title)
SELECT id, title
FROM documents__old;

DROP TABLE documents__old;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM CURRENT_USER;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLES FROM case_app;

REVOKE SELECT ON SEQUENCE documents_id_seq FROM case_app;

GRANT USAGE ON SEQUENCE documents_id_seq TO case_reader;

-- migrate:downgrade
-- documents_0 stands aside until its rows are copied
ALTER TABLE documents_0 RENAME TO documents_0__old;

-- documents stands aside until its rows are copied
ALTER TABLE documents DROP CONSTRAINT documents_pkey;

ALTER TABLE documents RENAME TO documents__old;

ALTER SEQUENCE documents_id_seq OWNED BY NONE;

CREATE TABLE documents (
    id integer DEFAULT nextval('documents_id_seq'::regclass) NOT NULL,
    title text,
    CONSTRAINT documents_pkey PRIMARY KEY (id)
);

GRANT INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON documents TO case_app;

ALTER SEQUENCE documents_id_seq OWNED BY documents.id;

-- copies all rows of documents
INSERT INTO documents (id, title)
SELECT id, title
FROM documents__old;

DROP TABLE documents__old;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO CURRENT_USER;

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLES TO case_app;

REVOKE USAGE ON SEQUENCE documents_id_seq FROM case_reader;

GRANT SELECT ON SEQUENCE documents_id_seq TO case_app;

DROP EXTENSION intarray;
