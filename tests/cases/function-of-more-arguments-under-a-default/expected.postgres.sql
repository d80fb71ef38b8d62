-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP POLICY of_mine ON item;

ALTER TABLE item
    DROP CONSTRAINT item_fits,
    ALTER COLUMN code DROP DEFAULT;

CREATE FUNCTION fits(t text, fewest integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) > fewest $function$;

DROP FUNCTION code();

CREATE FUNCTION code(prefix text DEFAULT 'c'::text)
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT prefix || 'c' $function$;

ALTER TABLE item
    ADD CONSTRAINT item_fits CHECK (fits(name, 2)),
    ALTER COLUMN code SET DEFAULT code('x'::text);

DROP FUNCTION fits(text);

DROP FUNCTION mine();

CREATE FUNCTION mine(team integer DEFAULT 1)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ SELECT team = 1 $function$;

CREATE POLICY of_mine ON item FOR SELECT USING (mine(2));

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP POLICY of_mine ON item;

ALTER TABLE item
    DROP CONSTRAINT item_fits,
    ALTER COLUMN code DROP DEFAULT;

CREATE FUNCTION fits(t text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT length(t) > 1 $function$;

DROP FUNCTION code(text);

CREATE FUNCTION code()
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT 'c'::text $function$;

ALTER TABLE item
    ADD CONSTRAINT item_fits CHECK (fits(name)),
    ALTER COLUMN code SET DEFAULT code();

DROP FUNCTION fits(text, integer);

DROP FUNCTION mine(integer);

CREATE FUNCTION mine()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ SELECT true $function$;

CREATE POLICY of_mine ON item FOR SELECT USING (mine());
