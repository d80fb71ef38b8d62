-- migrate:upgrade
-- loses the values of asset.label
ALTER TABLE asset DROP COLUMN label;

-- loses the values of vehicle.label
ALTER TABLE vehicle
    ADD COLUMN code text DEFAULT 'car'::text NOT NULL,
    DROP COLUMN label;

COMMENT ON COLUMN vehicle.code IS 'as painted on it';

ALTER TABLE asset ADD COLUMN code text DEFAULT 'none'::text NOT NULL;

-- migrate:downgrade
-- loses the values of asset.code
ALTER TABLE asset DROP COLUMN code;

-- loses the values of vehicle.code
-- the old values of label are gone: rows get ''
ALTER TABLE vehicle
    ADD COLUMN label text DEFAULT '' NOT NULL,
    DROP COLUMN code;

ALTER TABLE vehicle ALTER COLUMN label DROP DEFAULT;

-- the old values of label are gone: rows get ''
ALTER TABLE asset ADD COLUMN label text DEFAULT '' NOT NULL;

ALTER TABLE asset ALTER COLUMN label DROP DEFAULT;
