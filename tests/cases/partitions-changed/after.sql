CREATE TABLE readings (id bigint NOT NULL, at date NOT NULL, note text DEFAULT 'b', v varchar(20), z integer NOT NULL DEFAULT 3,
    CONSTRAINT readings_key PRIMARY KEY (id, at), CONSTRAINT filled CHECK (v <> '')) PARTITION BY RANGE (at);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE readings_2025 PARTITION OF readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE readings_rest PARTITION OF readings DEFAULT;
ALTER TABLE readings_2025 ALTER note SET DEFAULT 'other', SET (fillfactor = 70);
CREATE INDEX readings_v ON readings (v);
ALTER INDEX readings_2025_v_idx RENAME TO special;
CREATE INDEX ON readings_2025 (id);
COMMENT ON INDEX special IS 'its own name';
COMMENT ON COLUMN readings_2024.z IS 'its own comment';
CREATE VIEW notes AS SELECT id, note FROM readings_2024;
