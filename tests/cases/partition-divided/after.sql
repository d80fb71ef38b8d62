CREATE TABLE logs (id bigint NOT NULL, at date NOT NULL, level text NOT NULL, body text, host text DEFAULT 'h',
    CONSTRAINT logs_key PRIMARY KEY (id, at, level)) PARTITION BY RANGE (at);
CREATE TABLE logs_2023 PARTITION OF logs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01') PARTITION BY LIST (level);
CREATE TABLE logs_2023_error PARTITION OF logs_2023 FOR VALUES IN ('error');
CREATE TABLE logs_2023_rest PARTITION OF logs_2023 DEFAULT;
CREATE TABLE logs_2024 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX logs_level ON logs (level);
CREATE INDEX own ON logs_2023 (body);
CREATE VIEW old_logs AS SELECT id, body FROM logs_2023;
CREATE VIEW all_logs AS SELECT id, body FROM logs;
