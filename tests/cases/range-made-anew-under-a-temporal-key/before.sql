CREATE EXTENSION btree_gist;
CREATE TYPE hours AS RANGE (subtype = time);
CREATE TABLE booking (room integer, at hours, CONSTRAINT booking_once UNIQUE (room, at WITHOUT OVERLAPS));
