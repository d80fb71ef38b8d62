CREATE TABLE people (id integer, mail text, country text, number integer, CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT uq_mail UNIQUE (mail) INCLUDE (country) WITH (fillfactor = 80),
    CONSTRAINT uq_late UNIQUE (mail, country) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT uq_number UNIQUE (number, country));
COMMENT ON CONSTRAINT uq_mail ON people IS 'one each';
CREATE TABLE cars (id integer, plate text NOT NULL, CONSTRAINT pk_cars PRIMARY KEY (plate),
    CONSTRAINT uq_plate UNIQUE (plate, id));
ALTER TABLE cars ALTER COLUMN id SET NOT NULL;
CREATE TABLE owners (id integer PRIMARY KEY, person integer REFERENCES people (id));
