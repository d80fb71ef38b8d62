CREATE TABLE readings (id integer NOT NULL, at date NOT NULL, note text DEFAULT 'a', v varchar(10), gone integer)
    PARTITION BY RANGE (at);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE readings_2025 (v varchar(10), at date NOT NULL, id integer NOT NULL, gone integer, note text DEFAULT 'own',
    CONSTRAINT positive CHECK (id > 0));
ALTER TABLE readings ATTACH PARTITION readings_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX ON readings_2025 (id);
CREATE INDEX readings_note ON readings (note);
CREATE VIEW notes AS SELECT id, note FROM readings_2024;
