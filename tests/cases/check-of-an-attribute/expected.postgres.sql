-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE emp2 NOT OF;

DROP FUNCTION pay(emp_t);

ALTER TYPE emp_t ADD ATTRIBUTE dept text CASCADE;

ALTER TYPE emp_t ALTER ATTRIBUTE salary TYPE bigint CASCADE;

ALTER TABLE emp
    ADD CONSTRAINT emp_dept_check CHECK (dept <> ''::text),
    ALTER COLUMN salary SET DEFAULT 2000;

CREATE FUNCTION pay(e emp_t)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT e.salary$function$;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE emp DROP CONSTRAINT emp_dept_check;

DROP FUNCTION pay(emp_t);

-- loses what rows hold in emp_t.dept
ALTER TYPE emp_t DROP ATTRIBUTE dept CASCADE;

ALTER TYPE emp_t ALTER ATTRIBUTE salary TYPE integer CASCADE;

CREATE FUNCTION pay(e emp_t)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT e.salary$function$;

ALTER TABLE emp2 OF emp_t;

ALTER TABLE emp ALTER COLUMN salary SET DEFAULT 1000;
