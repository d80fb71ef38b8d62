CREATE TYPE status AS ENUM ('new', 'open', 'sent');
CREATE TABLE t (id integer PRIMARY KEY, s status NOT NULL, word status, plain text DEFAULT 'new'::status, added status NOT NULL);
