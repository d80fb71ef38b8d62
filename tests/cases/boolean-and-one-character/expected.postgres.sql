-- migrate:upgrade
-- fails while t.yes holds text that is no boolean
ALTER TABLE t
    ALTER COLUMN yes TYPE boolean USING yes::boolean,
    ALTER COLUMN r TYPE int4multirange USING r::int4multirange;

-- migrate:downgrade
-- fails while t.yes holds more than 1 character
-- nothing says how int4multirange becomes int4range again: check that this undoes the upgrade
ALTER TABLE t
    ALTER COLUMN yes TYPE character(1) USING left(yes::text, 1),
    ALTER COLUMN r TYPE int4range USING range_merge(r);
