CREATE TABLE rooms (
    room integer PRIMARY KEY,
    label text,
    size integer
);

CREATE TABLE desks (
    desk integer PRIMARY KEY,
    room integer,
    wood text,
    height integer DEFAULT 72
);

CREATE VIEW room_list AS
    SELECT r.nr, r.title, r.area FROM rooms r(nr, title, area);

CREATE VIEW desk_list AS
    SELECT j.desk, j.title, j.material, j.area
    FROM (desks JOIN rooms USING (room)) j(room, desk, material, height, title, area);

CREATE VIEW wide AS
    SELECT a.n, b.title
    FROM (SELECT 1 AS one, 2 AS two) s(n, m)
    JOIN rooms b(n, title, area) USING (n) CROSS JOIN LATERAL (SELECT s.n) a(n);
