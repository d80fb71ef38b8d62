-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP FUNCTION first_spot();

ALTER TYPE spot_at ADD ATTRIBUTE z text;

ALTER TYPE spot_at RENAME TO spot_at__old;

CREATE TYPE spot_at AS (
    y integer,
    z text,
    x integer
);

ALTER TABLE spot ALTER COLUMN place TYPE spot_at USING CASE WHEN place::text IS DISTINCT FROM NULL THEN ROW((place).y, (place).z, (place).x)::spot_at END;

DROP TYPE spot_at__old;

CREATE FUNCTION first_spot()
 RETURNS spot_at
 LANGUAGE sql
AS $function$SELECT 1, NULL::text, 0$function$;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP FUNCTION first_spot();

-- loses what rows hold in spot_at.z
ALTER TYPE spot_at DROP ATTRIBUTE z;

ALTER TYPE spot_at RENAME TO spot_at__old;

CREATE TYPE spot_at AS (
    x integer,
    y integer
);

ALTER TABLE spot ALTER COLUMN place TYPE spot_at USING CASE WHEN place::text IS DISTINCT FROM NULL THEN ROW((place).x, (place).y)::spot_at END;

DROP TYPE spot_at__old;

CREATE FUNCTION first_spot()
 RETURNS spot_at
 LANGUAGE sql
AS $function$SELECT 0, 1$function$;
