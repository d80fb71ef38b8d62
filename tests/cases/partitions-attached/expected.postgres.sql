-- migrate:upgrade
ALTER TABLE events DETACH PARTITION events_2023;

ALTER TABLE events_2023 DROP CONSTRAINT events_kind_fkey;

ALTER TABLE events DETACH PARTITION events_2024;

ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');

ALTER TABLE old
    ALTER COLUMN id SET DEFAULT nextval('events_id_seq'::regclass),
    ADD CONSTRAINT old_pkey PRIMARY KEY (id, at);

ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2022-01-01 00:00:00+00') TO ('2023-01-01 00:00:00+00');

-- migrate:downgrade
ALTER TABLE events DETACH PARTITION events_2024;

ALTER TABLE events DETACH PARTITION old;

ALTER TABLE old
    DROP CONSTRAINT events_kind_fkey,
    DROP CONSTRAINT old_pkey;

-- rows of events_2024 that belong elsewhere
CREATE TEMPORARY TABLE events_2024__rows AS SELECT * FROM events_2024 WHERE (at >= '2024-01-01 00:00:00+00' AND at < '2025-01-01 00:00:00+00') IS NOT TRUE;

DELETE FROM events_2024 WHERE (at >= '2024-01-01 00:00:00+00' AND at < '2025-01-01 00:00:00+00') IS NOT TRUE;

ALTER TABLE events ATTACH PARTITION events_2023 FOR VALUES FROM ('2023-01-01 00:00:00+00') TO ('2024-01-01 00:00:00+00');

ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');

-- fails while events_2024 has rows that no partition of events takes
INSERT INTO events (id, kind, at)
SELECT id, kind, at
FROM events_2024__rows;

DROP TABLE events_2024__rows;

ALTER TABLE old ALTER COLUMN id SET DEFAULT 5;
