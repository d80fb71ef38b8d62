CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer, open daterange, PRIMARY KEY (id, open WITHOUT OVERLAPS));
CREATE TABLE bookings (room integer, span daterange, CONSTRAINT room_is_open FOREIGN KEY (room, PERIOD span) REFERENCES rooms (id, PERIOD open));
