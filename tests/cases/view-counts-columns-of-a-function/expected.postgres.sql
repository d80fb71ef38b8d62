-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW named;

DROP VIEW within;

-- loses the values of stop.zone
ALTER TABLE stop
    ADD COLUMN code text DEFAULT 'x'::text,
    DROP COLUMN zone;

ALTER TYPE span ADD ATTRIBUTE steps integer;

CREATE OR REPLACE FUNCTION whole()
 RETURNS span
 LANGUAGE sql
 STABLE
AS $function$SELECT min(id), max(id), 1 FROM stop$function$;

CREATE VIEW named AS
SELECT s.id,
    s.name
   FROM stops() s(id, name, code);

CREATE VIEW within AS
SELECT w.first
   FROM whole() w(first, last, steps);

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW named;

DROP VIEW within;

-- loses the values of stop.code
ALTER TABLE stop
    ADD COLUMN zone text,
    DROP COLUMN code;

-- loses what rows hold in span.steps
ALTER TYPE span DROP ATTRIBUTE steps;

CREATE OR REPLACE FUNCTION whole()
 RETURNS span
 LANGUAGE sql
 STABLE
AS $function$SELECT min(id), max(id) FROM stop$function$;

CREATE VIEW named AS
SELECT s.id,
    s.name
   FROM stops() s(id, name, zone);

CREATE VIEW within AS
SELECT w.first
   FROM whole() w(first, last);
