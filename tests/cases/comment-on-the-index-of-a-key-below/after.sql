CREATE TABLE seat (room integer, place integer) PARTITION BY LIST (room);
CREATE TABLE seat_1 PARTITION OF seat FOR VALUES IN (1);
ALTER TABLE seat ADD CONSTRAINT seat_key UNIQUE (room, place);
COMMENT ON INDEX seat_key IS 'of all rooms';
COMMENT ON INDEX seat_1_room_place_key IS 'of the first room';
COMMENT ON CONSTRAINT seat_key ON seat IS 'one seat once';
