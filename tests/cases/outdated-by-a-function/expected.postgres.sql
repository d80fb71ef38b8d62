-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP INDEX again;

-- check ck on T stays as it was computed before: the rows that are there are not held against it again
CREATE OR REPLACE FUNCTION "Is known"(v text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT btrim(v) <> '' $function$;

-- the partition of each row of p stays as it was computed before: rows stay where they are
-- column T.n stays as it was computed before: UPDATE "T" SET n = DEFAULT
-- index By norm stays as it was computed before: REINDEX INDEX "By norm"
-- materialized view kept stays as it was computed before: REFRESH MATERIALIZED VIEW kept
CREATE OR REPLACE FUNCTION norm(v text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT lower(btrim(v)) $function$;

CREATE INDEX again ON "T" (norm(b), n);

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP INDEX again;

-- check ck on T stays as it was computed before: the rows that are there are not held against it again
CREATE OR REPLACE FUNCTION "Is known"(v text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT v <> '' $function$;

-- the partition of each row of p stays as it was computed before: rows stay where they are
-- column T.n stays as it was computed before: UPDATE "T" SET n = DEFAULT
-- index By norm stays as it was computed before: REINDEX INDEX "By norm"
-- materialized view kept stays as it was computed before: REFRESH MATERIALIZED VIEW kept
CREATE OR REPLACE FUNCTION norm(v text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT lower(v) $function$;

CREATE INDEX again ON "T" (norm(b), a);
