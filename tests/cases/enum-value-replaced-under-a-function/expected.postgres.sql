-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE day ALTER COLUMN mood DROP DEFAULT;

DROP FUNCTION usual();

ALTER TYPE mood RENAME TO mood__old;

CREATE TYPE mood AS ENUM ('glad');

ALTER TABLE day ALTER COLUMN mood TYPE mood USING (CASE mood::text WHEN 'sad' THEN 'glad' ELSE mood::text END)::mood;

DROP TYPE mood__old;

CREATE FUNCTION usual()
 RETURNS mood
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 'glad'::mood$function$;

ALTER TABLE day ALTER COLUMN mood SET DEFAULT usual();

-- migrate:downgrade
ALTER TYPE mood ADD VALUE 'sad';
