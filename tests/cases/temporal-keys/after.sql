CREATE EXTENSION btree_gist;
CREATE TABLE rooms (
    number integer NOT NULL,
    open tstzrange NOT NULL,
    floor integer NOT NULL,
    CONSTRAINT rooms_pkey PRIMARY KEY (number, open WITHOUT OVERLAPS),
    CONSTRAINT rooms_floor UNIQUE (floor, open WITHOUT OVERLAPS)
);
CREATE TABLE bookings (
    id integer CONSTRAINT bookings_pkey PRIMARY KEY,
    room integer NOT NULL,
    span tstzrange NOT NULL,
    guest integer NOT NULL,
    CONSTRAINT one_guest UNIQUE (guest, span WITHOUT OVERLAPS),
    CONSTRAINT room_is_open FOREIGN KEY (room, PERIOD span) REFERENCES rooms (number, PERIOD open)
);
COMMENT ON CONSTRAINT room_is_open ON bookings IS 'at all times';
