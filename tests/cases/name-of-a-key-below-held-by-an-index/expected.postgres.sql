-- migrate:upgrade
DROP INDEX lot_1_a_b_key;

ALTER TABLE lot ADD CONSTRAINT lot_key UNIQUE (a, b);

-- migrate:downgrade
ALTER TABLE lot DROP CONSTRAINT lot_key;

CREATE UNIQUE INDEX lot_1_a_b_key ON lot_1 (a, b) WHERE b > 0;
