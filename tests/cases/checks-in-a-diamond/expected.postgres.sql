-- migrate:upgrade
ALTER TABLE p
    DROP CONSTRAINT positive,
    ADD CONSTRAINT positive CHECK (i > 1);

-- migrate:downgrade
ALTER TABLE p
    DROP CONSTRAINT positive,
    ADD CONSTRAINT positive CHECK (i > 0);
