-- migrate:upgrade
CREATE INDEX load_24_at ON ONLY load_24 (at);

CREATE INDEX load_at ON ONLY load (at);

ALTER INDEX load_at ATTACH PARTITION load_24_at;

CREATE INDEX load_24_a_at ON load_24_a (at);

-- migrate:downgrade
DROP INDEX load_at;

DROP INDEX load_24_a_at;
