CREATE TABLE t (id integer PRIMARY KEY, a text, b integer NOT NULL, c text DEFAULT 'x', d integer);
CREATE TABLE child (t integer CONSTRAINT child_t REFERENCES t DEFERRABLE INITIALLY DEFERRED);
INSERT INTO t VALUES (1, NULL, 2, NULL, 1), (2, 'there', 3, 'y', 2);
INSERT INTO child VALUES (NULL), (1);
