CREATE TABLE events (id bigserial, kind text, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE base (id integer PRIMARY KEY, name text);
CREATE TABLE child (more integer) INHERITS (base);
