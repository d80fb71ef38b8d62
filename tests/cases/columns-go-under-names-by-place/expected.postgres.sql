-- migrate:upgrade
DROP VIEW desk_list;

DROP VIEW room_list;

DROP VIEW wide;

-- loses the values of desks.colour
ALTER TABLE desks
    ADD COLUMN height integer DEFAULT 72,
    DROP COLUMN colour;

-- loses the values of rooms.floor
ALTER TABLE rooms DROP COLUMN floor;

CREATE VIEW desk_list AS
SELECT j.desk,
    j.title,
    j.material,
    j.area
   FROM (desks
     JOIN rooms USING (room)) j(room, desk, material, height, title, area);

CREATE VIEW room_list AS
SELECT r.nr,
    r.title,
    r.area
   FROM rooms r(nr, title, area);

CREATE VIEW wide AS
SELECT a.n,
    b.title
   FROM ((( SELECT 1 AS one,
            2 AS two) s(n, m)
     JOIN rooms b(n, title, area) USING (n))
     CROSS JOIN LATERAL ( SELECT s.n) a(n));

-- migrate:downgrade
DROP VIEW desk_list;

DROP VIEW room_list;

DROP VIEW wide;

-- loses the values of desks.height
ALTER TABLE desks
    ADD COLUMN colour text,
    DROP COLUMN height;

ALTER TABLE rooms ADD COLUMN floor integer;

CREATE VIEW desk_list AS
SELECT j.desk,
    j.title,
    j.paint,
    j.material
   FROM (desks
     JOIN rooms USING (room)) j(room, desk, material, paint, title, area, storey);

CREATE VIEW room_list AS
SELECT r.nr,
    r.title,
    r.storey
   FROM rooms r(nr, title, area, storey);

CREATE VIEW wide AS
SELECT a.n,
    b.title,
    b.storey
   FROM ((( SELECT 1 AS one,
            2 AS two) s(n, m)
     JOIN rooms b(n, title, area, storey) USING (n))
     CROSS JOIN LATERAL ( SELECT s.n) a(n));
