-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP PROCEDURE run(integer);

DROP VIEW v;

ALTER TABLE t DROP COLUMN y;

CREATE PROCEDURE run(IN a integer, IN b text DEFAULT 'x'::text)
 LANGUAGE sql
AS $procedure$ SELECT add(a, 1) $procedure$;

DROP FUNCTION add(integer, integer);

CREATE OR REPLACE FUNCTION add(a integer, b integer, c integer DEFAULT 0)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a + b + c $function$;

COMMENT ON FUNCTION add(integer, integer, integer) IS 'two or three';

ALTER TABLE t ADD COLUMN y integer GENERATED ALWAYS AS (add(x, 1)) STORED;

CREATE VIEW v AS
SELECT add(t.x, t.y) AS s
   FROM t;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP PROCEDURE run(integer, text);

DROP VIEW v;

ALTER TABLE t
    DROP CONSTRAINT t_x_check,
    DROP COLUMN y;

CREATE PROCEDURE run(IN a integer)
 LANGUAGE sql
AS $procedure$ SELECT add(a, 1) $procedure$;

DROP FUNCTION add(integer, integer, integer);

CREATE FUNCTION add(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a + b $function$;

COMMENT ON FUNCTION add(integer, integer) IS 'two';

CREATE FUNCTION add(a integer, b integer, c integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a + b + c $function$;

COMMENT ON FUNCTION add(integer, integer, integer) IS 'three';

ALTER TABLE t
    ADD COLUMN y integer GENERATED ALWAYS AS (add(x, 1)) STORED,
    ADD CONSTRAINT t_x_check CHECK (add(x, 1, 2) > 0);

CREATE VIEW v AS
SELECT add(t.x, t.y) AS s
   FROM t;
