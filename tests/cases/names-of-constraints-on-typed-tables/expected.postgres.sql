-- migrate:upgrade
ALTER TABLE ledger
    DROP CONSTRAINT positive,
    DROP CONSTRAINT ledger_id,
    ADD CONSTRAINT amount_is_positive CHECK (amount > 0),
    ADD CONSTRAINT ledger_one UNIQUE (id);

-- migrate:downgrade
ALTER TABLE ledger
    DROP CONSTRAINT amount_is_positive,
    DROP CONSTRAINT ledger_one,
    ADD CONSTRAINT positive CHECK (amount > 0),
    ADD CONSTRAINT ledger_id UNIQUE (id);
