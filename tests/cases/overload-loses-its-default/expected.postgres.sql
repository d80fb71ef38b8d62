-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW v;

ALTER TABLE t ALTER COLUMN m DROP DEFAULT;

DROP FUNCTION log_it(text, integer);

CREATE FUNCTION log_it(msg text)
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT msg $function$;

CREATE FUNCTION log_it(VARIADIC msgs text[])
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT array_to_string(msgs, ' ') $function$;

ALTER TABLE t
    ADD COLUMN n text DEFAULT log_it(VARIADIC ARRAY['x'::text, 'y'::text]),
    ALTER COLUMN m SET DEFAULT log_it('x'::text);

CREATE VIEW v AS
SELECT log_it(t.m) AS l,
    log_it(VARIADIC ARRAY['a'::text, 'b'::text, 'c'::text]) AS k
   FROM t;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW v;

-- loses the values of t.n
ALTER TABLE t
    ALTER COLUMN m DROP DEFAULT,
    DROP COLUMN n;

DROP FUNCTION log_it(text);

DROP FUNCTION log_it(text[]);

CREATE FUNCTION log_it(msg text, lvl integer DEFAULT 0)
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT msg $function$;

ALTER TABLE t ALTER COLUMN m SET DEFAULT log_it('x'::text);

CREATE VIEW v AS
SELECT log_it(t.m) AS l
   FROM t;
