-- migrate:upgrade
ALTER TABLE bookings
    DROP CONSTRAINT room_is_open,
    ALTER COLUMN room TYPE bigint;

ALTER TABLE rooms ALTER COLUMN id TYPE bigint;

ALTER TABLE bookings ADD CONSTRAINT room_is_open FOREIGN KEY (room, PERIOD span) REFERENCES rooms (id, PERIOD open);

-- migrate:downgrade
-- fails while bookings.room holds values beyond integer
ALTER TABLE bookings
    DROP CONSTRAINT room_is_open,
    ALTER COLUMN room TYPE integer;

-- fails while rooms.id holds values beyond integer
ALTER TABLE rooms ALTER COLUMN id TYPE integer;

ALTER TABLE bookings ADD CONSTRAINT room_is_open FOREIGN KEY (room, PERIOD span) REFERENCES rooms (id, PERIOD open);
