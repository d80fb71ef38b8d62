-- migrate:upgrade
DROP VIEW notes;

DROP INDEX readings_note;

ALTER TABLE readings ALTER COLUMN note SET DEFAULT 'b'::text;

ALTER TABLE readings_2025
    DROP CONSTRAINT positive,
    SET (fillfactor = 70),
    ALTER COLUMN note SET DEFAULT 'other'::text;

-- loses the values of readings.gone
ALTER TABLE readings
    ADD COLUMN z integer DEFAULT 3 NOT NULL,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN v TYPE character varying(20),
    DROP COLUMN gone;

COMMENT ON COLUMN readings_2024.z IS 'its own comment';

CREATE TABLE readings_rest (
    id bigint NOT NULL,
    at date NOT NULL,
    note text DEFAULT 'b'::text,
    v character varying(20),
    z integer DEFAULT 3 NOT NULL,
    CONSTRAINT readings_rest_pkey PRIMARY KEY (id, at),
    CONSTRAINT filled CHECK ((v)::text <> ''::text)
);

CREATE INDEX readings_rest_v_idx ON readings_rest (v);

ALTER TABLE readings ATTACH PARTITION readings_rest DEFAULT;

ALTER TABLE readings
    ADD CONSTRAINT readings_key PRIMARY KEY (id, at),
    ADD CONSTRAINT filled CHECK ((v)::text <> ''::text);

CREATE INDEX special ON readings_2025 (v);

COMMENT ON INDEX special IS 'its own name';

CREATE INDEX readings_v ON readings (v);

CREATE VIEW notes AS
SELECT readings_2024.id,
    readings_2024.note
   FROM readings_2024;

-- migrate:downgrade
DROP VIEW notes;

ALTER TABLE readings
    DROP CONSTRAINT readings_key,
    DROP CONSTRAINT filled,
    ADD COLUMN gone integer;

DROP INDEX readings_v;

-- loses all rows of readings_rest
DROP TABLE readings_rest;

-- loses spaces at the end of readings.v
-- loses the values of readings.z
-- fails while readings.id holds values beyond integer
-- fails while readings.v holds more than 10 characters
ALTER TABLE readings
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN note SET DEFAULT 'a'::text,
    ALTER COLUMN v TYPE character varying(10),
    DROP COLUMN z;

ALTER TABLE readings_2025
    RESET (fillfactor),
    ALTER COLUMN note SET DEFAULT 'own'::text,
    ADD CONSTRAINT positive CHECK (id > 0);

CREATE INDEX readings_note ON readings (note);

CREATE VIEW notes AS
SELECT readings_2024.id,
    readings_2024.note
   FROM readings_2024;
