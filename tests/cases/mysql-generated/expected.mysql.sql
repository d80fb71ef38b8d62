-- migrate:upgrade
-- loses the values of items.plain
ALTER TABLE items
    DROP COLUMN gross,
    DROP COLUMN twice,
    ADD COLUMN gross int GENERATED ALWAYS AS (`net` * 2) VIRTUAL AFTER net,
    ADD COLUMN twice int GENERATED ALWAYS AS (`net` + `net`) STORED AFTER gross,
    MODIFY COLUMN again int GENERATED ALWAYS AS (`net` + 2) STORED,
    DROP COLUMN plain,
    ADD COLUMN plain int GENERATED ALWAYS AS (`net` - 1) STORED AFTER again;

-- migrate:downgrade
ALTER TABLE items
    DROP COLUMN gross,
    DROP COLUMN twice,
    ADD COLUMN gross int GENERATED ALWAYS AS (`net` * 2) STORED AFTER net,
    ADD COLUMN twice int GENERATED ALWAYS AS (`net` + `net`) VIRTUAL AFTER gross,
    MODIFY COLUMN again int GENERATED ALWAYS AS (`net` + 1) STORED,
    MODIFY COLUMN plain int;
