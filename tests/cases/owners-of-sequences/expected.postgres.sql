-- migrate:upgrade
CREATE SEQUENCE guests_id_seq;

ALTER SEQUENCE guests_id_seq OWNER TO case_app;

CREATE SEQUENCE numbers;

ALTER SEQUENCE numbers OWNER TO case_app;

CREATE TABLE guests (
    id integer DEFAULT nextval('guests_id_seq'::regclass) NOT NULL
);

ALTER TABLE guests OWNER TO case_app;

ALTER SEQUENCE guests_id_seq OWNED BY guests.id;

ALTER SEQUENCE visits_id_seq OWNER TO case_app;

ALTER SEQUENCE visits_id_seq OWNED BY visits.id;

ALTER TABLE visits ADD COLUMN number bigint;

ALTER SEQUENCE numbers OWNED BY visits.number;

ALTER TABLE members OWNER TO case_reader;

-- migrate:downgrade
ALTER SEQUENCE visits_id_seq OWNED BY NONE;

ALTER SEQUENCE numbers OWNED BY NONE;

-- loses the values of visits.number
ALTER TABLE visits DROP COLUMN number;

ALTER SEQUENCE guests_id_seq OWNED BY NONE;

-- loses all rows of guests
DROP TABLE guests;

ALTER SEQUENCE visits_id_seq OWNER TO CURRENT_USER;

ALTER TABLE members OWNER TO case_app;

DROP SEQUENCE guests_id_seq;

DROP SEQUENCE numbers;
