-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

CREATE FUNCTION short(t text, n bigint)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) < n $function$;

CREATE OPERATOR @@@ (FUNCTION = short, LEFTARG = text, RIGHTARG = bigint);

ALTER TABLE words
    CLUSTER ON words_pkey,
    ALTER COLUMN id DROP DEFAULT;

DROP FUNCTION here();

CREATE FUNCTION here()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$ SELECT 1::bigint $function$;

ALTER TABLE words ALTER COLUMN id SET DEFAULT here();

CREATE OR REPLACE VIEW small AS
SELECT words.id
   FROM words
  WHERE short(words.word, (20)::bigint);

CREATE OR REPLACE VIEW tiny AS
SELECT words.id
   FROM words
  WHERE (words.word @@@ (7)::bigint);

DROP OPERATOR public.@@@ (text, integer);

DROP FUNCTION short(text, integer);

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

CREATE FUNCTION short(t text, n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) < n $function$;

CREATE OPERATOR @@@ (FUNCTION = short, LEFTARG = text, RIGHTARG = integer);

ALTER TABLE words
    SET WITHOUT CLUSTER,
    ALTER COLUMN id DROP DEFAULT;

DROP FUNCTION here();

CREATE FUNCTION here()
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$ SELECT 1 $function$;

ALTER TABLE words ALTER COLUMN id SET DEFAULT here();

CREATE OR REPLACE VIEW small AS
SELECT words.id
   FROM words
  WHERE short(words.word, 20);

CREATE OR REPLACE VIEW tiny AS
SELECT words.id
   FROM words
  WHERE (words.word @@@ 7);

DROP OPERATOR public.@@@ (text, bigint);

DROP FUNCTION short(text, bigint);
