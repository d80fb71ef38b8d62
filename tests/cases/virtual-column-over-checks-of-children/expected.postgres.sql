-- migrate:upgrade
DROP VIEW areas;

ALTER TABLE days
    DROP COLUMN week,
    ADD COLUMN week integer GENERATED ALWAYS AS ((day / 7) + 1) VIRTUAL;

ALTER TABLE shapes
    DROP COLUMN area,
    ADD COLUMN area integer GENERATED ALWAYS AS ((side * side) * 2) VIRTUAL;

CREATE VIEW areas AS
SELECT area
   FROM shapes;

-- migrate:downgrade
DROP VIEW areas;

ALTER TABLE days
    DROP COLUMN week,
    ADD COLUMN week integer GENERATED ALWAYS AS (day / 7) VIRTUAL;

ALTER TABLE shapes
    DROP COLUMN area,
    ADD COLUMN area integer GENERATED ALWAYS AS (side * side) VIRTUAL;

CREATE VIEW areas AS
SELECT area
   FROM shapes;
