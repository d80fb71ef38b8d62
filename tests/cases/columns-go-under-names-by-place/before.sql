CREATE TABLE rooms (
    room integer PRIMARY KEY,
    label text,
    size integer,
    floor integer
);

CREATE TABLE desks (
    desk integer PRIMARY KEY,
    room integer,
    wood text,
    colour text
);

CREATE VIEW room_list AS
    SELECT r.nr, r.title, r.storey FROM rooms r(nr, title, area, storey);

CREATE VIEW desk_list AS
    SELECT j.desk, j.title, j.paint, j.material
    FROM (desks JOIN rooms USING (room)) j(room, desk, material, paint, title, area, storey);

CREATE VIEW wide AS
    SELECT a.n, b.title, b.storey
    FROM (SELECT 1 AS one, 2 AS two) s(n, m)
    JOIN rooms b(n, title, area, storey) USING (n) CROSS JOIN LATERAL (SELECT s.n) a(n);
