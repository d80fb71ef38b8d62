-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk_t;

CREATE TYPE mood AS ENUM ('good', 'bad');

CREATE FUNCTION weight_of(a mood)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT count(*)::integer FROM u WHERE mood = a $function$;

CREATE FUNCTION usual()
 RETURNS mood
 LANGUAGE sql
AS $function$ SELECT mood FROM u LIMIT 1 $function$;

CREATE FUNCTION half(a integer)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a / 2.0 $function$;

CREATE FUNCTION is_fine(a integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$ DECLARE r v%ROWTYPE; BEGIN RETURN a > 0; END $function$;

CREATE TABLE u (
    id integer NOT NULL,
    mood mood DEFAULT usual() NOT NULL,
    half numeric GENERATED ALWAYS AS (half(id)) STORED NOT NULL,
    CONSTRAINT pk_u PRIMARY KEY (id),
    CONSTRAINT ck_u CHECK (is_fine(id))
);

CREATE INDEX ix_u ON u (half(id));

ALTER TABLE t ADD COLUMN weight integer DEFAULT weight_of('good'::mood) NOT NULL;

CREATE VIEW v AS
SELECT u.id,
    u.mood,
    u.half
   FROM u;

CREATE FUNCTION one_of(one u)
 RETURNS SETOF v
 LANGUAGE sql
BEGIN ATOMIC
 SELECT v.id,
     v.mood,
     v.half
    FROM v
   WHERE (v.id = (one_of.one).id);
END;

CREATE VIEW w AS
SELECT o.id
   FROM u,
    LATERAL one_of(u.*) o(id, mood, half);

-- migrate:downgrade
DROP VIEW w;

ALTER TABLE t RENAME CONSTRAINT pk_t TO t_pkey;

-- loses the values of t.weight
ALTER TABLE t DROP COLUMN weight;

DROP FUNCTION weight_of(mood);

DROP FUNCTION one_of(u);

DROP VIEW v;

-- loses all rows of u
DROP TABLE u;

DROP FUNCTION usual();

DROP TYPE mood;

DROP FUNCTION half(integer);

DROP FUNCTION is_fine(integer);
