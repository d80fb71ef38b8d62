-- case: postgres 15
CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);
CREATE TABLE events_2026 (id bigint, at timestamptz);
CREATE TABLE events_rest PARTITION OF events DEFAULT;

-- migrate:upgrade
CREATE TABLE events_2027 (LIKE events INCLUDING ALL);
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
