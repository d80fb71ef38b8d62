-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW span;

DROP FUNCTION whole(weights);

ALTER TYPE weights RENAME TO weight_bands;

CREATE FUNCTION whole(weight_bands)
 RETURNS weight
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT range_merge($1)$function$;

CREATE VIEW span AS
SELECT parcel.id,
    whole(parcel.allowed) AS span
   FROM parcel;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW span;

DROP FUNCTION whole(weight_bands);

ALTER TYPE weight_bands RENAME TO weights;

CREATE FUNCTION whole(weights)
 RETURNS weight
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT range_merge($1)$function$;

CREATE VIEW span AS
SELECT parcel.id,
    whole(parcel.allowed) AS span
   FROM parcel;
