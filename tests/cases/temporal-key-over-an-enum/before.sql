CREATE EXTENSION btree_gist; CREATE TYPE e AS ENUM ('a','b','c');
CREATE TABLE t (k e CONSTRAINT knn NOT NULL, at daterange, isa bool GENERATED ALWAYS AS (isempty(at)) VIRTUAL, PRIMARY KEY (k, at WITHOUT OVERLAPS), CHECK (k <> 'c') NOT ENFORCED);
CREATE TABLE f (k e DEFAULT 'b', at daterange, FOREIGN KEY (k, PERIOD at) REFERENCES t);
