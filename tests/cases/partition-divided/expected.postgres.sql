-- migrate:upgrade
DROP VIEW old_logs;

ALTER TABLE logs ADD COLUMN host text DEFAULT 'h'::text;

-- logs_2024 stands aside until its rows are copied
ALTER TABLE logs DETACH PARTITION logs_2024;

ALTER TABLE logs_2024 DROP CONSTRAINT IF EXISTS logs_2024_pkey;

DROP INDEX IF EXISTS logs_2024_level_idx;

ALTER TABLE logs_2024 RENAME TO logs_2024__old;

-- logs_2023 stands aside until its rows are copied
ALTER TABLE logs DETACH PARTITION logs_2023;

ALTER TABLE logs_2023 DROP CONSTRAINT IF EXISTS logs_2023_pkey;

DROP INDEX IF EXISTS logs_2023_level_idx;

DROP INDEX own;

ALTER TABLE logs_2023 RENAME TO logs_2023__old;

CREATE TABLE logs_2023 (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    host text DEFAULT 'h'::text,
    CONSTRAINT logs_2023_pkey PRIMARY KEY (id, at, level)
) PARTITION BY LIST (level);

CREATE INDEX logs_2023_level_idx ON logs_2023 (level);

CREATE INDEX own ON logs_2023 (body);

ALTER TABLE logs ATTACH PARTITION logs_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');

CREATE TABLE logs_2023_error (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    host text DEFAULT 'h'::text,
    CONSTRAINT logs_2023_error_pkey PRIMARY KEY (id, at, level)
);

CREATE INDEX logs_2023_error_body_idx ON logs_2023_error (body);

CREATE INDEX logs_2023_error_level_idx ON logs_2023_error (level);

ALTER TABLE logs_2023 ATTACH PARTITION logs_2023_error FOR VALUES IN ('error');

CREATE TABLE logs_2023_rest (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    host text DEFAULT 'h'::text,
    CONSTRAINT logs_2023_rest_pkey PRIMARY KEY (id, at, level)
);

CREATE INDEX logs_2023_rest_body_idx ON logs_2023_rest (body);

CREATE INDEX logs_2023_rest_level_idx ON logs_2023_rest (level);

ALTER TABLE logs_2023 ATTACH PARTITION logs_2023_rest DEFAULT;

CREATE TABLE logs_2024 (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    host text DEFAULT 'h'::text,
    CONSTRAINT logs_2024_pkey PRIMARY KEY (id, at, level)
);

CREATE INDEX logs_2024_level_idx ON logs_2024 (level);

ALTER TABLE logs ATTACH PARTITION logs_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- fails while logs_2023 has rows that no partition of logs_2023 takes
-- copies all rows of logs_2023
INSERT INTO logs_2023 (id, at, level, body, host)
SELECT id, at, level, body, host
FROM logs_2023__old;

DROP TABLE logs_2023__old;

-- logs_2024_rest stands aside until its rows are copied
ALTER TABLE logs_2024_rest RENAME TO logs_2024_rest__old;

-- logs_2024_error stands aside until its rows are copied
ALTER TABLE logs_2024_error RENAME TO logs_2024_error__old;

-- copies all rows of logs_2024
INSERT INTO logs_2024 (id, at, level, body, host)
SELECT id, at, level, body, host
FROM logs_2024__old;

DROP TABLE logs_2024__old;

CREATE VIEW old_logs AS
SELECT logs_2023.id,
    logs_2023.body
   FROM logs_2023;

-- migrate:downgrade
DROP VIEW old_logs;

-- logs_2024 stands aside until its rows are copied
ALTER TABLE logs DETACH PARTITION logs_2024;

ALTER TABLE logs_2024 DROP CONSTRAINT IF EXISTS logs_2024_pkey;

DROP INDEX IF EXISTS logs_2024_level_idx;

ALTER TABLE logs_2024 RENAME TO logs_2024__old;

-- logs_2023 stands aside until its rows are copied
ALTER TABLE logs DETACH PARTITION logs_2023;

ALTER TABLE logs_2023 DROP CONSTRAINT IF EXISTS logs_2023_pkey;

DROP INDEX IF EXISTS logs_2023_level_idx;

DROP INDEX own;

ALTER TABLE logs_2023 RENAME TO logs_2023__old;

-- logs_2023_rest stands aside until its rows are copied
ALTER TABLE logs_2023_rest RENAME TO logs_2023_rest__old;

-- logs_2023_error stands aside until its rows are copied
ALTER TABLE logs_2023_error RENAME TO logs_2023_error__old;

-- loses the values of logs.host
ALTER TABLE logs DROP COLUMN host;

CREATE TABLE logs_2023 (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    CONSTRAINT logs_2023_pkey PRIMARY KEY (id, at, level)
);

CREATE INDEX logs_2023_level_idx ON logs_2023 (level);

CREATE INDEX own ON logs_2023 (body);

ALTER TABLE logs ATTACH PARTITION logs_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');

CREATE TABLE logs_2024 (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    CONSTRAINT logs_2024_pkey PRIMARY KEY (id, at, level)
) PARTITION BY LIST (level);

CREATE INDEX logs_2024_level_idx ON logs_2024 (level);

ALTER TABLE logs ATTACH PARTITION logs_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE TABLE logs_2024_rest (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    CONSTRAINT logs_2024_rest_pkey PRIMARY KEY (id, at, level)
);

CREATE INDEX logs_2024_rest_level_idx ON logs_2024_rest (level);

ALTER TABLE logs_2024 ATTACH PARTITION logs_2024_rest DEFAULT;

CREATE TABLE logs_2024_error (
    id bigint NOT NULL,
    at date NOT NULL,
    level text NOT NULL,
    body text,
    CONSTRAINT logs_2024_error_pkey PRIMARY KEY (id, at, level)
);

CREATE INDEX logs_2024_error_level_idx ON logs_2024_error (level);

ALTER TABLE logs_2024 ATTACH PARTITION logs_2024_error FOR VALUES IN ('error');

-- copies all rows of logs_2023
INSERT INTO logs_2023 (id, at, level, body)
SELECT id, at, level, body
FROM logs_2023__old;

DROP TABLE logs_2023__old;

-- fails while logs_2024 has rows that no partition of logs_2024 takes
-- copies all rows of logs_2024
INSERT INTO logs_2024 (id, at, level, body)
SELECT id, at, level, body
FROM logs_2024__old;

DROP TABLE logs_2024__old;

CREATE VIEW old_logs AS
SELECT logs_2023.id,
    logs_2023.body
   FROM logs_2023;
