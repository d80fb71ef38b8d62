CREATE TABLE t (id integer NOT NULL PRIMARY KEY, a integer, CONSTRAINT new_check CHECK (a > 0), CONSTRAINT new_unique UNIQUE (a)); CREATE INDEX new_index ON t (a, id);
