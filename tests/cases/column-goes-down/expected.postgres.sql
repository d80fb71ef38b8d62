-- migrate:upgrade
-- loses the values of vehicle.wheels
ALTER TABLE ONLY vehicle DROP COLUMN wheels;

ALTER TABLE truck ALTER COLUMN wheels TYPE bigint;

-- loses the values of boat.wheels
ALTER TABLE boat DROP COLUMN wheels;

ALTER TABLE car ADD CONSTRAINT car_wheels_check CHECK (wheels < 5);

-- migrate:downgrade
-- truck stands aside until its rows are copied
ALTER TABLE truck NO INHERIT vehicle;

ALTER TABLE truck RENAME TO truck__old;

-- car stands aside until its rows are copied
ALTER TABLE car NO INHERIT vehicle;

ALTER TABLE car RENAME TO car__old;

ALTER TABLE vehicle ADD COLUMN wheels integer;

CREATE TABLE car (
    doors integer
) INHERITS (vehicle);

CREATE TABLE truck (
    load integer
) INHERITS (vehicle);

-- copies all rows of car
INSERT INTO car (id, wheels, plate, doors)
SELECT id, wheels, plate, doors
FROM car__old;

DROP TABLE car__old;

-- fails while truck.wheels holds values beyond integer
-- copies all rows of truck
INSERT INTO truck (id, wheels, plate, load)
SELECT id, wheels, plate, load
FROM truck__old;

DROP TABLE truck__old;
