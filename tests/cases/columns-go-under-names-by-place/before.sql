CREATE TABLE rooms (
    room integer PRIMARY KEY,
    floor integer,
    label text,
    size integer
);

CREATE TABLE desks (
    desk integer PRIMARY KEY,
    room integer,
    colour text,
    wood text
);

CREATE VIEW room_list AS
    SELECT r.nr, r.title, r.area FROM rooms r(nr, storey, title, area);

CREATE VIEW desk_list AS
    SELECT j.desk, j.title, j.paint, j.material
    FROM (desks JOIN rooms USING (room)) j(room, desk, paint, material, storey, title, area);

CREATE VIEW wide AS
    SELECT a.n, b.title, b.storey
    FROM (SELECT 1 AS one, 2 AS two) s(n, m)
    JOIN rooms b(n, storey, title, area) USING (n) CROSS JOIN LATERAL (SELECT s.n) a(n);
