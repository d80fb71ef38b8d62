-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN isbn DROP CONSTRAINT well_formed;

DROP FUNCTION is_isbn(text);

CREATE FUNCTION is_isbn(code text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$ BEGIN RETURN length(code) IN (10, 13); END $function$;

ALTER DOMAIN isbn RENAME TO isbn__old;

CREATE DOMAIN isbn AS text
    CONSTRAINT well_formed CHECK (is_isbn(VALUE));

COMMENT ON CONSTRAINT well_formed ON DOMAIN isbn IS 'ten or thirteen digits';

ALTER TABLE book
    ALTER COLUMN isbn TYPE isbn,
    ALTER COLUMN editions TYPE isbn[] USING editions::text[]::isbn[];

DROP DOMAIN isbn__old;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER DOMAIN isbn DROP CONSTRAINT well_formed;

DROP FUNCTION is_isbn(text);

CREATE FUNCTION is_isbn(t text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) IN (10, 13) $function$;

ALTER DOMAIN isbn RENAME TO isbn__old;

CREATE DOMAIN isbn AS text
    CONSTRAINT well_formed CHECK (is_isbn(VALUE));

COMMENT ON CONSTRAINT well_formed ON DOMAIN isbn IS 'ten or thirteen digits';

ALTER TABLE book
    ALTER COLUMN isbn TYPE isbn,
    ALTER COLUMN editions TYPE isbn[] USING editions::text[]::isbn[];

DROP DOMAIN isbn__old;
