CREATE TABLE kinds (id integer PRIMARY KEY);
CREATE TABLE events (id bigserial, kind integer REFERENCES kinds, at timestamptz NOT NULL, PRIMARY KEY (id, at))
    PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE old (id bigint NOT NULL DEFAULT 5, kind integer, at timestamptz NOT NULL);
