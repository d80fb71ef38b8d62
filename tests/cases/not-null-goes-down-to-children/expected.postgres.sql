-- migrate:upgrade
ALTER TABLE squares ALTER COLUMN area DROP NOT NULL;

ALTER TABLE shapes ALTER CONSTRAINT shapes_area_not_null INHERIT;

-- migrate:downgrade
ALTER TABLE shapes ALTER CONSTRAINT shapes_area_not_null NO INHERIT;
