-- migrate:upgrade
CREATE TABLE owners (
    id integer NOT NULL,
    person integer,
    CONSTRAINT owners_pkey PRIMARY KEY (id)
);

-- migrate:upgrade transaction=off
-- pk_cars stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY pk_cars_new ON cars (plate);

-- uq_plate stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY uq_plate_new ON cars (plate, id);

DROP INDEX CONCURRENTLY uq_plate;

CREATE UNIQUE INDEX CONCURRENTLY uq_late ON people (mail, country);

CREATE UNIQUE INDEX CONCURRENTLY uq_mail ON people (mail) INCLUDE (country) WITH (fillfactor = 80);

-- uq_number stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY uq_number_new ON people (number, country);

-- migrate:upgrade
-- with this check, SET NOT NULL need not look at the rows of people
ALTER TABLE people
    ADD CONSTRAINT id_is_not_null CHECK (id IS NOT NULL) NOT VALID,
    ADD CONSTRAINT uq_late UNIQUE USING INDEX uq_late DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT uq_mail UNIQUE USING INDEX uq_mail,
    DROP CONSTRAINT uq_number,
    ADD CONSTRAINT uq_number UNIQUE USING INDEX uq_number_new;

ALTER TABLE cars
    DROP CONSTRAINT pk_cars,
    ADD CONSTRAINT pk_cars PRIMARY KEY USING INDEX pk_cars_new,
    ADD CONSTRAINT uq_plate UNIQUE USING INDEX uq_plate_new;

COMMENT ON CONSTRAINT uq_mail ON people IS 'one each';

-- migrate:upgrade transaction=off
ALTER TABLE people VALIDATE CONSTRAINT id_is_not_null;

-- migrate:upgrade
ALTER TABLE people ALTER COLUMN id SET NOT NULL;

ALTER TABLE people DROP CONSTRAINT id_is_not_null;

-- migrate:upgrade transaction=off
CREATE UNIQUE INDEX CONCURRENTLY pk_people ON people (id);

-- migrate:upgrade
ALTER TABLE people ADD CONSTRAINT pk_people PRIMARY KEY USING INDEX pk_people;

ALTER TABLE owners ADD CONSTRAINT owners_person_fkey FOREIGN KEY (person) REFERENCES people (id);

-- migrate:downgrade
ALTER TABLE owners DROP CONSTRAINT owners_person_fkey;

-- loses all rows of owners
DROP TABLE owners;

-- migrate:downgrade transaction=off
-- pk_cars stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY pk_cars_new ON cars (id);

-- uq_number stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY uq_number_new ON people (number);

-- uq_plate stays until this one is there, which then gets its name
CREATE UNIQUE INDEX CONCURRENTLY uq_plate_new ON cars (plate);

-- migrate:downgrade
ALTER TABLE people
    DROP CONSTRAINT pk_people,
    DROP CONSTRAINT uq_late,
    DROP CONSTRAINT uq_mail,
    ALTER COLUMN id DROP NOT NULL,
    DROP CONSTRAINT uq_number,
    ADD CONSTRAINT uq_number UNIQUE USING INDEX uq_number_new;

ALTER TABLE cars
    DROP CONSTRAINT pk_cars,
    ADD CONSTRAINT pk_cars PRIMARY KEY USING INDEX pk_cars_new,
    DROP CONSTRAINT uq_plate;

ALTER INDEX uq_plate_new RENAME TO uq_plate;
