-- migrate:upgrade
ALTER TABLE trip ADD CONSTRAINT trip_to FOREIGN KEY (city) REFERENCES city (id);

-- migrate:downgrade
ALTER TABLE trip DROP CONSTRAINT trip_to;

ALTER TABLE trip_1 ADD CONSTRAINT trip_1_to FOREIGN KEY (city) REFERENCES city (id);
