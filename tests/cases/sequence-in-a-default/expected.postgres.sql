-- migrate:upgrade
ALTER TABLE t
    ADD COLUMN a integer,
    ADD CONSTRAINT ck_t_a CHECK (abs(a) < 9);

-- migrate:downgrade
-- loses the values of t.a
ALTER TABLE t
    DROP CONSTRAINT ck_t_a,
    DROP COLUMN a;
