CREATE EXTENSION btree_gist;
CREATE TABLE rooms (
    number integer NOT NULL,
    open tstzrange NOT NULL,
    floor integer NOT NULL,
    CONSTRAINT rooms_pkey PRIMARY KEY (number, open WITHOUT OVERLAPS),
    CONSTRAINT rooms_floor UNIQUE (floor, open)
);
CREATE TABLE bookings (
    id integer CONSTRAINT bookings_pkey PRIMARY KEY,
    room integer NOT NULL,
    span tstzrange NOT NULL,
    guest integer NOT NULL
);
