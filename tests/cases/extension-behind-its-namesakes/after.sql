CREATE TABLE t (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, path text, ia int[]);
CREATE INDEX tp ON t (path); CREATE INDEX ti ON t USING gin (ia);
CREATE FUNCTION depth(p text) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT array_length(string_to_array(p,'.'),1) $$;
CREATE VIEW tv AS SELECT id, depth(path) FROM t WHERE ia @> '{1,2}';
