-- case: postgres 15
CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);
CREATE TABLE events_2026 (id bigint, at timestamptz);

-- migrate:upgrade transaction=off
ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;
