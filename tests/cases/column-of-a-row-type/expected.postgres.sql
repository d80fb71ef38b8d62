-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

CREATE OR REPLACE FUNCTION len(p point3)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT sqrt(p.x^2 + p.y^2 + p.z^2) * p.w $function$;

ALTER TABLE point3 ADD COLUMN w integer;

UPDATE point3 SET w = 1 WHERE w IS NULL;

ALTER TABLE point3 ALTER COLUMN w SET DEFAULT 1;

CREATE OR REPLACE VIEW sv AS
SELECT shape.id,
    (shape.p).x AS x,
    (shape.p).w AS w
   FROM shape;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW sv;

CREATE OR REPLACE FUNCTION len(p point3)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT sqrt(p.x^2 + p.y^2 + p.z^2) $function$;

-- loses the values of point3.w
ALTER TABLE point3 DROP COLUMN w;

CREATE VIEW sv AS
SELECT shape.id,
    (shape.p).x AS x
   FROM shape;
