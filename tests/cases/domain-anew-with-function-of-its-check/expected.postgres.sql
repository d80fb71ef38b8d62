-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN sort_name DROP CONSTRAINT sort_name_check;

ALTER TABLE artist DROP CONSTRAINT comment_trimmed;

DROP FUNCTION trimmed(text);

CREATE FUNCTION trimmed(a text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a = btrim(a) $function$;

ALTER DOMAIN sort_name RENAME TO sort_name__old;

CREATE DOMAIN sort_name AS text
    CONSTRAINT filled CHECK (VALUE <> ''::text)
    CONSTRAINT sort_name_ws CHECK (trimmed(VALUE));

ALTER TABLE artist
    ALTER COLUMN name TYPE sort_name,
    ADD CONSTRAINT comment_trimmed CHECK (trimmed(comment));

DROP DOMAIN sort_name__old;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN sort_name DROP CONSTRAINT sort_name_ws;

ALTER TABLE artist DROP CONSTRAINT comment_trimmed;

DROP FUNCTION trimmed(text);

CREATE FUNCTION trimmed(txt text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT txt = btrim(txt) $function$;

ALTER DOMAIN sort_name RENAME TO sort_name__old;

CREATE DOMAIN sort_name AS character varying(100)
    CONSTRAINT filled CHECK ((VALUE)::text <> ''::text)
    CONSTRAINT sort_name_check CHECK (trimmed((VALUE)::text));

-- loses spaces at the end of artist.name
ALTER TABLE artist
    ALTER COLUMN name TYPE sort_name,
    ADD CONSTRAINT comment_trimmed CHECK (trimmed(comment));

DROP DOMAIN sort_name__old;
