-- case: postgres 15
CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);

-- migrate:upgrade
CREATE INDEX events_at ON ONLY events (at);

-- migrate:upgrade transaction=off
CREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at);
ALTER INDEX events_at ATTACH PARTITION events_2026_at;
