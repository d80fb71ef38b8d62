CREATE TABLE point3 (x int, y int, z int);
CREATE TABLE shape (id int, p point3, ps point3[]);
CREATE VIEW sv AS SELECT id, (p).x FROM shape;
CREATE FUNCTION len(p point3) RETURNS float LANGUAGE sql IMMUTABLE AS $$ SELECT sqrt(p.x^2 + p.y^2 + p.z^2) $$;
CREATE VIEW pv AS SELECT len(point3) AS l FROM point3;
