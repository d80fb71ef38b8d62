-- migrate:upgrade
-- loses the values of t.place
-- loses the values of t.sum
-- loses the values of t.during
ALTER TABLE t
    DROP COLUMN place,
    DROP COLUMN sum,
    DROP COLUMN during;

-- migrate:downgrade
-- the old values of place are gone: rows get ROW(NULL, NULL)::address
-- the old values of sum are gone: rows get ROW(0, NULL)::bill
-- the old values of during are gone: rows get 'empty'
ALTER TABLE t
    ADD COLUMN place address DEFAULT ROW(NULL, NULL)::address NOT NULL,
    ADD COLUMN sum bill DEFAULT ROW(0, NULL)::bill NOT NULL,
    ADD COLUMN during span DEFAULT 'empty' NOT NULL;

ALTER TABLE t
    ALTER COLUMN place DROP DEFAULT,
    ALTER COLUMN sum DROP DEFAULT,
    ALTER COLUMN during DROP DEFAULT;
