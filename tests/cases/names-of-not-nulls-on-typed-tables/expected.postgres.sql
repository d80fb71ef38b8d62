-- migrate:upgrade
ALTER TABLE ledger
    ALTER COLUMN id DROP NOT NULL,
    ALTER COLUMN id SET NOT NULL,
    ADD CONSTRAINT amount_there NOT NULL amount;

-- migrate:downgrade
ALTER TABLE ledger
    ALTER COLUMN id DROP NOT NULL,
    ADD CONSTRAINT id_there NOT NULL id,
    ALTER COLUMN amount DROP NOT NULL;
