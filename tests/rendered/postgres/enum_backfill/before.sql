CREATE TYPE status AS ENUM ('new', 'sent');
CREATE TABLE t (id integer PRIMARY KEY, s status, word text, plain text DEFAULT 'new'::status);
INSERT INTO t VALUES (1, NULL, 'sent'), (2, 'sent', 'open');
