-- migrate:upgrade
ALTER TYPE status RENAME TO status__old;

CREATE TYPE status AS ENUM ('created', 'deleted', 'updated', 'purged');

ALTER TABLE observation ALTER COLUMN status DROP DEFAULT;

ALTER TABLE resource
    ALTER COLUMN status DROP DEFAULT,
    ALTER COLUMN status TYPE status USING status::text::status,
    ALTER COLUMN status SET DEFAULT 'created'::status;

DROP TYPE status__old;

ALTER TABLE observation NO INHERIT resource;

ALTER TABLE resource ADD COLUMN meta jsonb;

-- loses the values of observation.code
ALTER TABLE observation
    ADD COLUMN meta jsonb,
    ALTER COLUMN status SET DEFAULT 'created'::status,
    DROP COLUMN code;

-- migrate:downgrade
ALTER TYPE status RENAME TO status__old;

CREATE TYPE status AS ENUM ('created', 'updated', 'deleted');

-- loses the values of resource.meta
-- fails while rows hold 'purged'
ALTER TABLE resource
    ALTER COLUMN status DROP DEFAULT,
    ALTER COLUMN status TYPE status USING status::text::status,
    ALTER COLUMN status SET DEFAULT 'created'::status,
    DROP COLUMN meta;

-- fails while rows hold 'purged'
ALTER TABLE observation
    ALTER COLUMN status DROP DEFAULT,
    ALTER COLUMN status TYPE status USING status::text::status;

DROP TYPE status__old;

-- observation stands aside until its rows are copied
ALTER TABLE observation RENAME TO observation__old;

CREATE TABLE observation (
    status status DEFAULT 'updated'::status NOT NULL,
    code text
) INHERITS (resource);

-- loses the values of observation.meta
-- copies all rows of observation
INSERT INTO observation (id, status, body)
SELECT id, status, body
FROM observation__old;

DROP TABLE observation__old;
