-- migrate:upgrade
-- loses spaces at the end of base.name
-- fails while base.name holds more than 100 characters
ALTER TABLE base
    ALTER COLUMN name TYPE character varying(100),
    ALTER COLUMN name SET DEFAULT 'm'::character varying;

-- loses spaces at the end of free.name
-- fails while free.name holds more than 100 characters
ALTER TABLE free
    ADD COLUMN added integer,
    ALTER COLUMN name TYPE character varying(100),
    ALTER COLUMN name SET DEFAULT 'm'::character varying;

-- loses the values of base.created
-- loses the values of base.shared
ALTER TABLE base
    ADD COLUMN added integer,
    DROP COLUMN created,
    DROP COLUMN shared;

COMMENT ON COLUMN child.added IS 'of the child';

ALTER TABLE grand ALTER COLUMN name SET DEFAULT 'own'::character varying;

CREATE TABLE second (
    x integer
) INHERITS (base);

ALTER TABLE base
    ADD CONSTRAINT here CHECK (added > 0) NO INHERIT,
    ADD CONSTRAINT positive CHECK (id > 0);

ALTER TABLE free ADD CONSTRAINT positive CHECK (id > 0);

ALTER TABLE free INHERIT base;

-- migrate:downgrade
ALTER TABLE free NO INHERIT base;

ALTER TABLE base
    DROP CONSTRAINT here,
    DROP CONSTRAINT positive,
    ADD COLUMN created date,
    ADD COLUMN shared integer;

ALTER TABLE free
    DROP CONSTRAINT positive,
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE text;

-- loses all rows of second
DROP TABLE second;

-- loses the values of base.added
ALTER TABLE base
    ALTER COLUMN name TYPE text,
    ALTER COLUMN name SET DEFAULT 'n'::text,
    DROP COLUMN added;

-- loses the values of free.added
ALTER TABLE free DROP COLUMN added;
