CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION ltree; CREATE EXTENSION intarray;
CREATE TABLE t (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, path ltree, ia int[]);
CREATE INDEX tp ON t USING gist (path); CREATE INDEX ti ON t USING gin (ia gin__int_ops);
CREATE FUNCTION depth(p ltree) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT nlevel(p)';
CREATE VIEW tv AS SELECT id, depth(path) FROM t WHERE ia @@ '1&2'::query_int;
