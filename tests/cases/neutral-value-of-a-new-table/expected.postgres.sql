-- migrate:upgrade
-- loses the values of project.zone_id
ALTER TABLE project
    DROP CONSTRAINT project_zone_id_fkey,
    DROP COLUMN zone_id;

-- loses all rows of zone
DROP TABLE zone;

CREATE TYPE zone AS ENUM ('north', 'south');

ALTER TABLE project ADD COLUMN place zone;

-- migrate:downgrade
-- loses the values of project.place
-- the old values of zone_id are gone: rows get the first of zone
ALTER TABLE project
    DROP COLUMN place,
    ADD COLUMN zone_id integer;

DROP TYPE zone;

CREATE TABLE zone (
    zone_id integer NOT NULL,
    name text NOT NULL,
    CONSTRAINT zone_pkey PRIMARY KEY (zone_id)
);

UPDATE project SET zone_id = (SELECT zone_id FROM zone ORDER BY zone_id LIMIT 1) WHERE zone_id IS NULL;

ALTER TABLE project
    ALTER COLUMN zone_id SET NOT NULL,
    ADD CONSTRAINT project_zone_id_fkey FOREIGN KEY (zone_id) REFERENCES zone (zone_id);
