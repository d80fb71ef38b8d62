-- migrate:upgrade
ALTER TABLE events RENAME COLUMN kind TO label;

ALTER TABLE events ADD COLUMN size integer DEFAULT 0 NOT NULL;

CREATE TABLE events_2024 (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    label text,
    at date NOT NULL,
    size integer DEFAULT 0 NOT NULL,
    CONSTRAINT events_2024_pkey PRIMARY KEY (id, at),
    CONSTRAINT sized CHECK (size >= 0)
);

CREATE INDEX events_2024_label_idx ON events_2024 (label);

ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE TABLE rest (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    label text,
    at date NOT NULL,
    size integer DEFAULT 0 NOT NULL,
    CONSTRAINT rest_pkey PRIMARY KEY (id, at),
    CONSTRAINT sized CHECK (size >= 0)
) PARTITION BY HASH (id);

CREATE INDEX rest_label_idx ON rest (label);

ALTER TABLE events ATTACH PARTITION rest DEFAULT;

CREATE TABLE rest_0 (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    label text,
    at date NOT NULL,
    size integer DEFAULT 0 NOT NULL,
    CONSTRAINT rest_0_pkey PRIMARY KEY (id, at),
    CONSTRAINT sized CHECK (size >= 0)
);

CREATE INDEX rest_0_label_idx ON rest_0 (label);

ALTER TABLE rest ATTACH PARTITION rest_0 FOR VALUES WITH (modulus 1, remainder 0);

-- loses spaces at the end of base.name
-- fails while base.name holds more than 50 characters
ALTER TABLE base
    ADD COLUMN at date,
    ALTER COLUMN name TYPE character varying(50);

ALTER TABLE child
    ALTER COLUMN name SET NOT NULL,
    ALTER COLUMN name SET DEFAULT 'x'::character varying;

ALTER TABLE events_2023 ALTER COLUMN size SET DEFAULT 1;

COMMENT ON COLUMN events_2023.size IS 'its own';

ALTER TABLE events ADD CONSTRAINT sized CHECK (size >= 0);

CREATE INDEX labels_2023 ON events_2023 (label);

CREATE INDEX events_label ON events (label);

-- migrate:downgrade
ALTER TABLE events DROP CONSTRAINT sized;

DROP INDEX events_label;

-- loses the values of base.at
ALTER TABLE base
    ALTER COLUMN name TYPE text,
    DROP COLUMN at;

ALTER TABLE child
    ALTER COLUMN name DROP NOT NULL,
    ALTER COLUMN name DROP DEFAULT;

-- loses all rows of rest_0
DROP TABLE rest_0;

-- loses all rows of rest
DROP TABLE rest;

-- loses all rows of events_2024
DROP TABLE events_2024;

-- loses the values of events.size
ALTER TABLE events DROP COLUMN size;

ALTER TABLE events RENAME COLUMN label TO kind;
