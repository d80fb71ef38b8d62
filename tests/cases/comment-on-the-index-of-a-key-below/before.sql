CREATE TABLE seat (room integer, place integer) PARTITION BY LIST (room);
CREATE TABLE seat_1 PARTITION OF seat FOR VALUES IN (1);
