-- migrate:upgrade
DROP VIEW opening;

CREATE TYPE calendar.hours AS RANGE (subtype = time without time zone, multirange_type_name = calendar.shifts);

-- by way of text: fails where values of room.open do not read as calendar.hours
-- by way of text: fails where values of room.closed do not read as calendar.shifts
-- by way of text: fails where values of room.slots do not read as calendar.hours[]
ALTER TABLE room
    ALTER COLUMN open TYPE calendar.hours USING open::text::calendar.hours,
    ALTER COLUMN closed TYPE calendar.shifts USING closed::text::calendar.shifts,
    ALTER COLUMN slots TYPE calendar.hours[] USING slots::text::calendar.hours[];

CREATE VIEW opening AS
SELECT room.id,
    lower(room.open) AS since
   FROM room;

DROP TYPE hours;

-- migrate:downgrade
DROP VIEW opening;

CREATE TYPE hours AS RANGE (subtype = time without time zone, multirange_type_name = shifts);

-- nothing says how calendar.hours becomes hours again: check that this undoes the upgrade
-- nothing says how calendar.shifts becomes shifts again: check that this undoes the upgrade
-- nothing says how calendar.hours[] becomes hours[] again: check that this undoes the upgrade
ALTER TABLE room
    ALTER COLUMN open TYPE hours USING open::text::hours,
    ALTER COLUMN closed TYPE shifts USING closed::text::shifts,
    ALTER COLUMN slots TYPE hours[] USING slots::text[]::hours[];

CREATE VIEW opening AS
SELECT room.id,
    lower(room.open) AS since
   FROM room;

DROP TYPE calendar.hours;
