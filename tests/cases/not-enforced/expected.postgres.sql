-- migrate:upgrade
ALTER TABLE children
    DROP CONSTRAINT amount_positive,
    DROP CONSTRAINT price_positive,
    ADD CONSTRAINT amount_positive CHECK (amount > 0),
    ADD CONSTRAINT price_positive CHECK (price > 0) NOT ENFORCED,
    ADD CONSTRAINT third FOREIGN KEY (third_id) REFERENCES parents (id) NOT ENFORCED;

COMMENT ON CONSTRAINT price_positive ON children IS 'no gifts';

ALTER TABLE children ALTER CONSTRAINT other NOT ENFORCED;

ALTER TABLE children ALTER CONSTRAINT parent ENFORCED;

-- migrate:downgrade
ALTER TABLE children
    DROP CONSTRAINT third,
    DROP CONSTRAINT amount_positive,
    DROP CONSTRAINT price_positive,
    ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT ENFORCED,
    ADD CONSTRAINT price_positive CHECK (price > 0);

COMMENT ON CONSTRAINT price_positive ON children IS 'no gifts';

ALTER TABLE children ALTER CONSTRAINT other ENFORCED;

ALTER TABLE children ALTER CONSTRAINT parent NOT ENFORCED;
