-- migrate:upgrade
-- loses the values of items.plain
ALTER TABLE items
    DROP COLUMN gross,
    DROP COLUMN twice,
    ADD COLUMN gross int(11) GENERATED ALWAYS AS (`net` * 2) VIRTUAL AFTER net,
    ADD COLUMN twice int(11) GENERATED ALWAYS AS (`net` + `net`) STORED AFTER net,
    MODIFY COLUMN again int(11) GENERATED ALWAYS AS (`net` + 2) STORED,
    DROP COLUMN plain,
    ADD COLUMN plain int(11) GENERATED ALWAYS AS (`net` - 1) STORED AFTER net;

-- migrate:downgrade
ALTER TABLE items
    DROP COLUMN gross,
    DROP COLUMN twice,
    DROP COLUMN plain,
    ADD COLUMN gross int(11) GENERATED ALWAYS AS (`net` * 2) STORED AFTER net,
    ADD COLUMN twice int(11) GENERATED ALWAYS AS (`net` + `net`) VIRTUAL AFTER net,
    ADD COLUMN plain int(11) AFTER net,
    MODIFY COLUMN again int(11) GENERATED ALWAYS AS (`net` + 1) STORED;
