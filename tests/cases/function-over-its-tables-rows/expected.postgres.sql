-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

CREATE TABLE item (
    id integer,
    price integer
);

CREATE FUNCTION total(i item)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$select i.price * 2$function$;

ALTER TABLE item ADD CONSTRAINT pos CHECK (total(item.*) > 0);

CREATE INDEX item_total ON item (total(item.*));

-- migrate:downgrade
ALTER TABLE item DROP CONSTRAINT pos;

DROP INDEX item_total;

DROP FUNCTION total(item);

-- loses all rows of item
DROP TABLE item;
