-- case: postgres 15
CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);

-- migrate:upgrade transaction=off
CREATE INDEX CONCURRENTLY events_at ON events (at);
