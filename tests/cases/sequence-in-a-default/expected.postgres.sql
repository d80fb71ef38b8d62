-- migrate:upgrade
ALTER TABLE t ADD COLUMN a integer;

ALTER TABLE t ADD CONSTRAINT ck_t_a CHECK (abs(a) < 9);

-- migrate:downgrade
ALTER TABLE t DROP CONSTRAINT ck_t_a;

-- loses the values of t.a
ALTER TABLE t DROP COLUMN a;
