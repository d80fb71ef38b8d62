-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE booking
    DROP CONSTRAINT booking_once,
    ALTER COLUMN at TYPE text;

CREATE FUNCTION seconds_between(a time without time zone, b time without time zone)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT extract(epoch FROM a - b)::float8 $function$;

DROP TYPE hours;

CREATE TYPE hours AS RANGE (subtype = time without time zone, subtype_diff = seconds_between);

ALTER TABLE booking
    ALTER COLUMN at TYPE hours USING at::hours,
    ADD CONSTRAINT booking_once UNIQUE (room, at WITHOUT OVERLAPS);

-- migrate:downgrade
ALTER TABLE booking
    DROP CONSTRAINT booking_once,
    ALTER COLUMN at TYPE text;

DROP TYPE hours;

CREATE TYPE hours AS RANGE (subtype = time without time zone);

ALTER TABLE booking
    ALTER COLUMN at TYPE hours USING at::hours,
    ADD CONSTRAINT booking_once UNIQUE (room, at WITHOUT OVERLAPS);

DROP FUNCTION seconds_between(time without time zone, time without time zone);
