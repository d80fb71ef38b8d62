-- migrate:upgrade
ALTER TABLE foo DETACH PARTITION foo_1;

DROP INDEX u;

ALTER TABLE foo_1 DROP CONSTRAINT foo_1_pkey;

ALTER TABLE foo ATTACH PARTITION foo_1 FOR VALUES IN (1);

ALTER TABLE bar ADD COLUMN v text;

-- migrate:downgrade
-- loses the values of bar.v
ALTER TABLE bar DROP COLUMN v;

ALTER TABLE foo_1 ADD CONSTRAINT foo_1_pkey PRIMARY KEY (k);

CREATE UNIQUE INDEX u ON foo (k);
