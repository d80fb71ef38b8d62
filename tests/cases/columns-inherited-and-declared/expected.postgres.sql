-- migrate:upgrade
-- loses the values of base.gone
ALTER TABLE base DROP COLUMN gone;

-- loses the values of kid.gone
ALTER TABLE kid
    ADD COLUMN m integer DEFAULT 5,
    DROP COLUMN gone;

ALTER TABLE base
    ADD COLUMN m integer,
    ADD CONSTRAINT base_m_check CHECK (m > 1);

-- migrate:downgrade
ALTER TABLE kid ADD COLUMN gone integer;

-- loses the values of base.m
ALTER TABLE base
    DROP CONSTRAINT base_m_check,
    ADD COLUMN gone integer,
    DROP COLUMN m;

-- loses the values of kid.m
ALTER TABLE kid DROP COLUMN m;
