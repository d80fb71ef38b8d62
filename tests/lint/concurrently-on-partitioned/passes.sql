-- case: postgres 15
CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);

-- migrate:upgrade
CREATE INDEX events_at ON ONLY events (at);
