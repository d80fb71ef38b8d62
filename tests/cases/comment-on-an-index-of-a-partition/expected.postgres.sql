-- migrate:upgrade
DROP INDEX b_who;

-- loses spaces at the end of b.who
-- fails while b.who holds more than 40 characters
ALTER TABLE b ALTER COLUMN who TYPE character varying(40);

CREATE INDEX b_who ON b (who) WHERE (who)::text <> ''::text;

COMMENT ON INDEX b_24_who_idx IS 'of one year, in part';

-- migrate:downgrade
DROP INDEX b_who;

ALTER TABLE b ALTER COLUMN who TYPE text;

CREATE INDEX b_who ON b (who);

COMMENT ON INDEX b_24_who_idx IS 'of one year';
