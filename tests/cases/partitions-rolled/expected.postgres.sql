-- migrate:upgrade
-- what others write to r_rest while its rows are copied would be lost
LOCK TABLE r_rest IN ACCESS EXCLUSIVE MODE;

-- rows of r_rest that belong elsewhere
CREATE TEMPORARY TABLE r_rest__rows AS SELECT * FROM r_rest WHERE at >= '2024-01-01 00:00:00+00' AND at < '2025-01-01 00:00:00+00';

DELETE FROM r_rest WHERE at >= '2024-01-01 00:00:00+00' AND at < '2025-01-01 00:00:00+00';

-- loses all rows of r_2022
DROP TABLE r_2022;

CREATE TABLE r_2024 (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE r ATTACH PARTITION r_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');

-- fails while r_rest has rows that no partition of r takes
INSERT INTO r (id, at)
SELECT id, at
FROM r_rest__rows;

DROP TABLE r_rest__rows;

-- migrate:downgrade
-- r_2024 stands aside until its rows are copied
ALTER TABLE r DETACH PARTITION r_2024;

ALTER TABLE r_2024 RENAME TO r_2024__old;

-- what others write to r_rest while its rows are copied would be lost
LOCK TABLE r_rest IN ACCESS EXCLUSIVE MODE;

-- rows of r_rest that belong elsewhere
CREATE TEMPORARY TABLE r_rest__rows AS SELECT * FROM r_rest WHERE at >= '2022-01-01 00:00:00+00' AND at < '2023-01-01 00:00:00+00';

DELETE FROM r_rest WHERE at >= '2022-01-01 00:00:00+00' AND at < '2023-01-01 00:00:00+00';

CREATE TABLE r_2022 (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE r ATTACH PARTITION r_2022 FOR VALUES FROM ('2022-01-01 00:00:00+00') TO ('2023-01-01 00:00:00+00');

-- fails while r_2024 has rows that no partition of r takes
-- copies all rows of r_2024
INSERT INTO r (id, at)
SELECT id, at
FROM r_2024__old;

DROP TABLE r_2024__old;

-- fails while r_rest has rows that no partition of r takes
INSERT INTO r (id, at)
SELECT id, at
FROM r_rest__rows;

DROP TABLE r_rest__rows;
