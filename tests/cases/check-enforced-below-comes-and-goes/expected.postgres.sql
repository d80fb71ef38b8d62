-- migrate:upgrade
ALTER TABLE fees DROP CONSTRAINT rated;

ALTER TABLE tolls DROP CONSTRAINT rated;

ALTER TABLE bills ADD COLUMN note text;

ALTER TABLE sums ADD COLUMN note text;

ALTER TABLE bills ADD CONSTRAINT noted CHECK (note <> ''::text);

ALTER TABLE sums ADD CONSTRAINT noted CHECK (note <> ''::text) NOT ENFORCED;

-- migrate:downgrade
ALTER TABLE sums DROP CONSTRAINT noted;

ALTER TABLE bills DROP CONSTRAINT noted;

-- loses the values of sums.note
ALTER TABLE sums DROP COLUMN note;

-- loses the values of bills.note
ALTER TABLE bills DROP COLUMN note;

ALTER TABLE tolls ADD CONSTRAINT rated CHECK (rate > 0);

ALTER TABLE fees ADD CONSTRAINT rated CHECK (rate > 0) NOT ENFORCED;
