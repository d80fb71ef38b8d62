-- migrate:upgrade
ALTER TABLE rooms
    DROP CONSTRAINT rooms_floor,
    ADD CONSTRAINT rooms_floor UNIQUE (floor, open WITHOUT OVERLAPS);

ALTER TABLE bookings
    ADD CONSTRAINT one_guest UNIQUE (guest, span WITHOUT OVERLAPS),
    ADD CONSTRAINT room_is_open FOREIGN KEY (room, PERIOD span) REFERENCES rooms (number, PERIOD open);

COMMENT ON CONSTRAINT room_is_open ON bookings IS 'at all times';

-- migrate:downgrade
ALTER TABLE bookings
    DROP CONSTRAINT room_is_open,
    DROP CONSTRAINT one_guest;

ALTER TABLE rooms
    DROP CONSTRAINT rooms_floor,
    ADD CONSTRAINT rooms_floor UNIQUE (floor, open);
