-- migrate:upgrade
-- with this check, SET NOT NULL need not look at the rows of visit
ALTER TABLE visit
    ALTER COLUMN day SET DEFAULT CURRENT_DATE,
    ADD CONSTRAINT day_is_not_null CHECK (day IS NOT NULL) NOT VALID;

-- migrate:upgrade transaction=off
ALTER TABLE visit VALIDATE CONSTRAINT day_is_not_null;

-- migrate:upgrade
ALTER TABLE visit ALTER COLUMN day SET NOT NULL;

ALTER TABLE visit DROP CONSTRAINT day_is_not_null;

-- migrate:downgrade
ALTER TABLE visit
    ALTER COLUMN day DROP NOT NULL,
    ALTER COLUMN day DROP DEFAULT;
