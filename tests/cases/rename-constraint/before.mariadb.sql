CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a integer, CONSTRAINT old_check CHECK (a > 0), CONSTRAINT old_unique UNIQUE (a)); CREATE INDEX old_index ON t (a, id);
