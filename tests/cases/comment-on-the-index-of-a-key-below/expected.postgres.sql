-- migrate:upgrade
ALTER TABLE seat ADD CONSTRAINT seat_key UNIQUE (room, place);

COMMENT ON CONSTRAINT seat_key ON seat IS 'one seat once';

COMMENT ON INDEX seat_key IS 'of all rooms';

COMMENT ON INDEX seat_1_room_place_key IS 'of the first room';

-- migrate:downgrade
ALTER TABLE seat DROP CONSTRAINT seat_key;
