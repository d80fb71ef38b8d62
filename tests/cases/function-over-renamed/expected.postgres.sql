-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE users RENAME TO people;

ALTER FUNCTION old_name(integer) RENAME TO new_name;

CREATE OR REPLACE FUNCTION first_user()
 RETURNS SETOF people
 LANGUAGE sql
AS $function$SELECT * FROM people LIMIT 1$function$;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

CREATE OR REPLACE FUNCTION first_user()
 RETURNS SETOF people
 LANGUAGE sql
AS $function$SELECT * FROM users LIMIT 1$function$;

ALTER FUNCTION new_name(integer) RENAME TO old_name;

ALTER TABLE people RENAME TO users;
