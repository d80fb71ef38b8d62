CREATE FUNCTION norm(v text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(v) $$;
CREATE FUNCTION "Is known"(v text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT v <> '' $$;
CREATE TABLE "T" (a text, n text GENERATED ALWAYS AS (norm(a)) STORED, b text, CONSTRAINT ck CHECK ("Is known"(b)));
CREATE INDEX "By norm" ON "T" (norm(b));
CREATE INDEX again ON "T" (norm(b), a);
CREATE TABLE p (v text) PARTITION BY LIST (norm(v));
CREATE TABLE p_a PARTITION OF p FOR VALUES IN ('a');
CREATE VIEW by_norm AS SELECT norm(a) AS n FROM "T";
CREATE MATERIALIZED VIEW kept AS SELECT n FROM by_norm;
