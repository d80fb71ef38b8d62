-- migrate:upgrade
ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('queued', 'running');

ALTER TABLE dated_plans ALTER COLUMN state DROP DEFAULT;

ALTER TABLE marked_notes ALTER COLUMN state DROP DEFAULT;

ALTER TABLE tasks_2025 ALTER COLUMN state DROP DEFAULT;

ALTER TABLE tasks_2027 ALTER COLUMN state DROP DEFAULT;

-- fails while rows hold 'failed'
ALTER TABLE notes
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state,
    ALTER COLUMN state SET DEFAULT 'queued'::state;

-- fails while rows hold 'failed'
ALTER TABLE tasks
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state,
    ALTER COLUMN state SET DEFAULT 'queued'::state;

-- fails while rows hold 'failed'
ALTER TABLE plans ALTER COLUMN state TYPE state USING state::text::state;

-- fails while rows hold 'failed'
ALTER TABLE tasks_2028 ALTER COLUMN state TYPE state USING state::text::state;

ALTER TABLE dated_plans ALTER COLUMN state SET DEFAULT 'running'::state;

ALTER TABLE marked_notes ALTER COLUMN state SET DEFAULT 'running'::state;

ALTER TABLE tasks_2024 ALTER COLUMN state DROP DEFAULT;

ALTER TABLE tasks_2025 ALTER COLUMN state SET DEFAULT 'running'::state;

ALTER TABLE tasks_2027 ALTER COLUMN state SET DEFAULT 'queued'::state;

DROP TYPE state__old;

ALTER TABLE tasks DETACH PARTITION tasks_2027;

ALTER TABLE tasks ATTACH PARTITION tasks_2028 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');

-- migrate:downgrade
ALTER TYPE state ADD VALUE 'failed';

ALTER TABLE tasks DETACH PARTITION tasks_2028;

ALTER TABLE tasks ATTACH PARTITION tasks_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
