-- migrate:upgrade
ALTER TABLE items
    ADD CONSTRAINT ck_new CHECK (`net` <> 7) NOT ENFORCED,
    ALTER CHECK ck_net NOT ENFORCED,
    ALTER CHECK ck_off ENFORCED;

-- migrate:downgrade
ALTER TABLE items
    DROP CHECK ck_new,
    ALTER CHECK ck_net ENFORCED,
    ALTER CHECK ck_off NOT ENFORCED;
