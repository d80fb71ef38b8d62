-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TYPE s ADD VALUE 'p';

ALTER TABLE b ALTER COLUMN c DROP DEFAULT;

DROP FUNCTION f();

ALTER DOMAIN code RENAME TO code__old;

CREATE DOMAIN code AS text;

ALTER TABLE b ALTER COLUMN c TYPE code;

DROP DOMAIN code__old;

CREATE FUNCTION f()
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 'c'::code $function$;

ALTER TABLE b ALTER COLUMN c SET DEFAULT f();

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE a
    ALTER COLUMN list DROP DEFAULT,
    ALTER COLUMN st DROP DEFAULT;

ALTER TABLE b ALTER COLUMN c DROP DEFAULT;

DROP FUNCTION d();

ALTER TYPE s RENAME TO s__old;

CREATE TYPE s AS ENUM ('new', 'old');

-- fails while rows hold 'p'
ALTER TABLE a
    ALTER COLUMN st TYPE s USING st::text::s,
    ALTER COLUMN list TYPE s[] USING list::text[]::s[];

DROP TYPE s__old;

CREATE FUNCTION d()
 RETURNS s
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 'new'::s $function$;

ALTER TABLE a
    ALTER COLUMN list SET DEFAULT ARRAY[d()],
    ALTER COLUMN st SET DEFAULT d();

DROP FUNCTION f();

ALTER DOMAIN code RENAME TO code__old;

CREATE DOMAIN code AS character varying(10);

-- loses spaces at the end of b.c
ALTER TABLE b ALTER COLUMN c TYPE code;

DROP DOMAIN code__old;

CREATE FUNCTION f()
 RETURNS code
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 'c'::code $function$;

ALTER TABLE b ALTER COLUMN c SET DEFAULT f();
