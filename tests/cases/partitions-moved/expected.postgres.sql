-- migrate:upgrade
ALTER TABLE lines DROP CONSTRAINT of_sale;

ALTER TABLE hashed DETACH PARTITION hashed_0;

ALTER TABLE pairs DETACH PARTITION pairs_high;

ALTER TABLE pairs DETACH PARTITION pairs_low;

ALTER TABLE sales DETACH PARTITION sales_2024_a;

ALTER TABLE sales DETACH PARTITION sales_later;

ALTER TABLE visits DETACH PARTITION visits_here;

ALTER TABLE sales ADD COLUMN note text DEFAULT 'x'::text;

ALTER TABLE sales_2024_a ADD COLUMN note text DEFAULT 'x'::text;

ALTER TABLE sales_later ADD COLUMN note text DEFAULT 'x'::text;

-- sales_2024_b stands aside until its rows are copied
ALTER TABLE sales DETACH PARTITION sales_2024_b;

ALTER TABLE sales_2024_b DROP CONSTRAINT IF EXISTS sales_2024_b_pkey;

ALTER TABLE sales_2024_b RENAME TO sales_2024_b__old;

-- sales_2023 stands aside until its rows are copied
ALTER TABLE sales DETACH PARTITION sales_2023;

ALTER TABLE sales_2023 DROP CONSTRAINT IF EXISTS sales_2023_pkey;

ALTER TABLE sales_2023 RENAME TO sales_2023__old;

-- what others write to hashed_0 while its rows are copied would be lost
LOCK TABLE hashed_0 IN ACCESS EXCLUSIVE MODE;

-- rows of hashed_0 that belong elsewhere
CREATE TEMPORARY TABLE hashed_0__rows AS SELECT * FROM hashed_0 WHERE (satisfies_hash_partition('hashed'::regclass, 4, 0, id)) IS NOT TRUE;

DELETE FROM hashed_0 WHERE (satisfies_hash_partition('hashed'::regclass, 4, 0, id)) IS NOT TRUE;

CREATE TABLE hashed_2 (
    id integer NOT NULL
);

ALTER TABLE hashed ATTACH PARTITION hashed_2 FOR VALUES WITH (modulus 4, remainder 2);

ALTER TABLE hashed ATTACH PARTITION hashed_0 FOR VALUES WITH (modulus 4, remainder 0);

-- fails while hashed_0 has rows that no partition of hashed takes
INSERT INTO hashed (id)
SELECT id
FROM hashed_0__rows;

DROP TABLE hashed_0__rows;

-- what others write to pairs_high while its rows are copied would be lost
LOCK TABLE pairs_high IN ACCESS EXCLUSIVE MODE;

-- rows of pairs_high that belong elsewhere
CREATE TEMPORARY TABLE pairs_high__rows AS SELECT * FROM pairs_high WHERE (a > 7 AND a IS NOT NULL AND b IS NOT NULL) IS NOT TRUE;

DELETE FROM pairs_high WHERE (a > 7 AND a IS NOT NULL AND b IS NOT NULL) IS NOT TRUE;

ALTER TABLE pairs ATTACH PARTITION pairs_high FOR VALUES FROM (7, MAXVALUE) TO (MAXVALUE, MAXVALUE);

ALTER TABLE pairs ATTACH PARTITION pairs_low FOR VALUES FROM (MINVALUE, MINVALUE) TO (7, MAXVALUE);

-- fails while pairs_high has rows that no partition of pairs takes
INSERT INTO pairs (a, b)
SELECT a, b
FROM pairs_high__rows;

DROP TABLE pairs_high__rows;

-- what others write to sales_later while its rows are copied would be lost
LOCK TABLE sales_later IN ACCESS EXCLUSIVE MODE;

-- rows of sales_later that belong elsewhere
CREATE TEMPORARY TABLE sales_later__rows AS SELECT * FROM sales_later WHERE (at >= '2026-01-01') IS NOT TRUE;

DELETE FROM sales_later WHERE (at >= '2026-01-01') IS NOT TRUE;

-- what others write to visits_here while its rows are copied would be lost
LOCK TABLE visits_here IN ACCESS EXCLUSIVE MODE;

-- rows of visits_here that belong elsewhere
CREATE TEMPORARY TABLE visits_here__rows AS SELECT * FROM visits_here WHERE (place IN ('here')) IS NOT TRUE;

DELETE FROM visits_here WHERE (place IN ('here')) IS NOT TRUE;

-- what others write to visits_rest while its rows are copied would be lost
LOCK TABLE visits_rest IN ACCESS EXCLUSIVE MODE;

-- rows of visits_rest that belong elsewhere
CREATE TEMPORARY TABLE visits_rest__rows AS SELECT * FROM visits_rest WHERE place IN ('far') OR place IS NULL;

-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

DELETE FROM visits_rest WHERE place IN ('far') OR place IS NULL;

ALTER TABLE visits ENABLE TRIGGER guard;

CREATE TABLE visits_far (
    id integer,
    place text
) PARTITION BY RANGE (id);

ALTER TABLE visits ATTACH PARTITION visits_far FOR VALUES IN ('far', NULL);

CREATE TABLE visits_far_high (
    id integer,
    place text
);

ALTER TABLE visits_far ATTACH PARTITION visits_far_high FOR VALUES FROM (5) TO (MAXVALUE);

CREATE TABLE visits_far_low (
    id integer,
    place text
);

ALTER TABLE visits_far ATTACH PARTITION visits_far_low FOR VALUES FROM (MINVALUE) TO (5);

CREATE TABLE visits_there (
    id integer,
    place text
);

ALTER TABLE visits ATTACH PARTITION visits_there FOR VALUES IN ('there');

ALTER TABLE visits ATTACH PARTITION visits_here FOR VALUES IN ('here');

-- fails while visits_here has rows that no partition of visits takes
-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

INSERT INTO visits (id, place)
SELECT id, place
FROM visits_here__rows;

ALTER TABLE visits ENABLE TRIGGER guard;

DROP TABLE visits_here__rows;

-- fails while visits_rest has rows that no partition of visits takes
-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

INSERT INTO visits (id, place)
SELECT id, place
FROM visits_rest__rows;

ALTER TABLE visits ENABLE TRIGGER guard;

DROP TABLE visits_rest__rows;

ALTER TABLE sales DETACH PARTITION sales_2022;

-- loses all rows of sales_2022
DROP TABLE sales_2022;

CREATE TABLE sales_2023_a (
    id integer NOT NULL,
    at date NOT NULL,
    note text DEFAULT 'x'::text,
    CONSTRAINT sales_2023_a_pkey PRIMARY KEY (id, at)
);

ALTER TABLE sales ATTACH PARTITION sales_2023_a FOR VALUES FROM ('2023-01-01') TO ('2023-07-01');

CREATE TABLE sales_2023_b (
    id integer NOT NULL,
    at date NOT NULL,
    note text DEFAULT 'x'::text,
    CONSTRAINT sales_2023_b_pkey PRIMARY KEY (id, at)
);

ALTER TABLE sales ATTACH PARTITION sales_2023_b FOR VALUES FROM ('2023-07-01') TO ('2024-01-01');

CREATE TABLE sales_2025 (
    id integer NOT NULL,
    at date NOT NULL,
    note text DEFAULT 'x'::text,
    CONSTRAINT sales_2025_pkey PRIMARY KEY (id, at)
);

ALTER TABLE sales ATTACH PARTITION sales_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

ALTER TABLE sales ATTACH PARTITION sales_2024_a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

ALTER TABLE sales ATTACH PARTITION sales_later FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);

-- fails while sales_2023 has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

-- copies all rows of sales_2023
INSERT INTO sales (id, at, note)
SELECT id, at, note
FROM sales_2023__old;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_2023__old;

-- fails while sales_2024_b has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

-- copies all rows of sales_2024_b
INSERT INTO sales (id, at, note)
SELECT id, at, note
FROM sales_2024_b__old;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_2024_b__old;

-- fails while sales_later has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

INSERT INTO sales (id, at, note)
SELECT id, at, note
FROM sales_later__rows;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_later__rows;

-- loses all rows of letters_old
DROP TABLE letters_old;

CREATE TABLE letters_new (
    name text NOT NULL
);

ALTER TABLE letters ATTACH PARTITION letters_new FOR VALUES FROM ('f') TO ('m');

ALTER TABLE lines ADD CONSTRAINT of_sale FOREIGN KEY (sale, at) REFERENCES sales (id, at) ON DELETE CASCADE;

-- migrate:downgrade
ALTER TABLE lines DROP CONSTRAINT of_sale;

ALTER TABLE hashed DETACH PARTITION hashed_0;

ALTER TABLE pairs DETACH PARTITION pairs_high;

ALTER TABLE pairs DETACH PARTITION pairs_low;

ALTER TABLE sales DETACH PARTITION sales_2024_a;

ALTER TABLE sales DETACH PARTITION sales_later;

ALTER TABLE visits DETACH PARTITION visits_here;

-- sales_2025 stands aside until its rows are copied
ALTER TABLE sales DETACH PARTITION sales_2025;

ALTER TABLE sales_2025 DROP CONSTRAINT IF EXISTS sales_2025_pkey;

ALTER TABLE sales_2025 RENAME TO sales_2025__old;

-- sales_2023_b stands aside until its rows are copied
ALTER TABLE sales DETACH PARTITION sales_2023_b;

ALTER TABLE sales_2023_b DROP CONSTRAINT IF EXISTS sales_2023_b_pkey;

ALTER TABLE sales_2023_b RENAME TO sales_2023_b__old;

-- sales_2023_a stands aside until its rows are copied
ALTER TABLE sales DETACH PARTITION sales_2023_a;

ALTER TABLE sales_2023_a DROP CONSTRAINT IF EXISTS sales_2023_a_pkey;

ALTER TABLE sales_2023_a RENAME TO sales_2023_a__old;

-- visits_there stands aside until its rows are copied
ALTER TABLE visits DETACH PARTITION visits_there;

ALTER TABLE visits_there RENAME TO visits_there__old;

-- visits_far_low stands aside until its rows are copied
ALTER TABLE visits_far_low RENAME TO visits_far_low__old;

-- visits_far_high stands aside until its rows are copied
ALTER TABLE visits_far_high RENAME TO visits_far_high__old;

-- visits_far stands aside until its rows are copied
ALTER TABLE visits DETACH PARTITION visits_far;

ALTER TABLE visits_far RENAME TO visits_far__old;

-- hashed_2 stands aside until its rows are copied
ALTER TABLE hashed DETACH PARTITION hashed_2;

ALTER TABLE hashed_2 RENAME TO hashed_2__old;

ALTER TABLE hashed ATTACH PARTITION hashed_0 FOR VALUES WITH (modulus 2, remainder 0);

-- fails while hashed_2 has rows that no partition of hashed takes
-- copies all rows of hashed_2
INSERT INTO hashed (id)
SELECT id
FROM hashed_2__old;

DROP TABLE hashed_2__old;

-- what others write to pairs_low while its rows are copied would be lost
LOCK TABLE pairs_low IN ACCESS EXCLUSIVE MODE;

-- rows of pairs_low that belong elsewhere
CREATE TEMPORARY TABLE pairs_low__rows AS SELECT * FROM pairs_low WHERE ((a, b) < (5, 'm') AND a IS NOT NULL AND b IS NOT NULL) IS NOT TRUE;

DELETE FROM pairs_low WHERE ((a, b) < (5, 'm') AND a IS NOT NULL AND b IS NOT NULL) IS NOT TRUE;

ALTER TABLE pairs ATTACH PARTITION pairs_high FOR VALUES FROM (5, 'm') TO (MAXVALUE, MAXVALUE);

ALTER TABLE pairs ATTACH PARTITION pairs_low FOR VALUES FROM (MINVALUE, MINVALUE) TO (5, 'm');

-- fails while pairs_low has rows that no partition of pairs takes
INSERT INTO pairs (a, b)
SELECT a, b
FROM pairs_low__rows;

DROP TABLE pairs_low__rows;

-- what others write to visits_rest while its rows are copied would be lost
LOCK TABLE visits_rest IN ACCESS EXCLUSIVE MODE;

-- rows of visits_rest that belong elsewhere
CREATE TEMPORARY TABLE visits_rest__rows AS SELECT * FROM visits_rest WHERE place IN ('here', 'there');

-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

DELETE FROM visits_rest WHERE place IN ('here', 'there');

ALTER TABLE visits ENABLE TRIGGER guard;

ALTER TABLE visits ATTACH PARTITION visits_here FOR VALUES IN ('here', 'there');

-- fails while visits_far has rows that no partition of visits takes
-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

-- copies all rows of visits_far
INSERT INTO visits (id, place)
SELECT id, place
FROM visits_far__old;

ALTER TABLE visits ENABLE TRIGGER guard;

DROP TABLE visits_far__old;

-- fails while visits_rest has rows that no partition of visits takes
-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

INSERT INTO visits (id, place)
SELECT id, place
FROM visits_rest__rows;

ALTER TABLE visits ENABLE TRIGGER guard;

DROP TABLE visits_rest__rows;

-- fails while visits_there has rows that no partition of visits takes
-- rows that only change their place are no new ones
ALTER TABLE visits DISABLE TRIGGER guard;

-- copies all rows of visits_there
INSERT INTO visits (id, place)
SELECT id, place
FROM visits_there__old;

ALTER TABLE visits ENABLE TRIGGER guard;

DROP TABLE visits_there__old;

-- loses the values of sales_2024_a.note
ALTER TABLE sales_2024_a DROP COLUMN note;

-- loses the values of sales_later.note
ALTER TABLE sales_later DROP COLUMN note;

-- loses the values of sales.note
ALTER TABLE sales DROP COLUMN note;

-- what others write to sales_2024_a while its rows are copied would be lost
LOCK TABLE sales_2024_a IN ACCESS EXCLUSIVE MODE;

-- rows of sales_2024_a that belong elsewhere
CREATE TEMPORARY TABLE sales_2024_a__rows AS SELECT * FROM sales_2024_a WHERE (at >= '2024-01-01' AND at < '2024-07-01') IS NOT TRUE;

DELETE FROM sales_2024_a WHERE (at >= '2024-01-01' AND at < '2024-07-01') IS NOT TRUE;

CREATE TABLE sales_2024_b (
    id integer NOT NULL,
    at date NOT NULL,
    CONSTRAINT sales_2024_b_pkey PRIMARY KEY (id, at)
);

ALTER TABLE sales ATTACH PARTITION sales_2024_b FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');

CREATE TABLE sales_2023 (
    id integer NOT NULL,
    at date NOT NULL,
    CONSTRAINT sales_2023_pkey PRIMARY KEY (id, at)
);

ALTER TABLE sales ATTACH PARTITION sales_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');

CREATE TABLE sales_2022 (
    id integer NOT NULL,
    at date NOT NULL,
    CONSTRAINT sales_2022_pkey PRIMARY KEY (id, at)
);

ALTER TABLE sales ATTACH PARTITION sales_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');

ALTER TABLE sales ATTACH PARTITION sales_2024_a FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');

ALTER TABLE sales ATTACH PARTITION sales_later FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);

-- fails while sales_2023_a has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

-- copies all rows of sales_2023_a
INSERT INTO sales (id, at)
SELECT id, at
FROM sales_2023_a__old;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_2023_a__old;

-- fails while sales_2023_b has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

-- copies all rows of sales_2023_b
INSERT INTO sales (id, at)
SELECT id, at
FROM sales_2023_b__old;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_2023_b__old;

-- fails while sales_2024_a has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

INSERT INTO sales (id, at)
SELECT id, at
FROM sales_2024_a__rows;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_2024_a__rows;

-- fails while sales_2025 has rows that no partition of sales takes
-- rows that only change their place are no new ones
ALTER TABLE sales DISABLE TRIGGER guard;

-- copies all rows of sales_2025
INSERT INTO sales (id, at)
SELECT id, at
FROM sales_2025__old;

ALTER TABLE sales ENABLE TRIGGER guard;

DROP TABLE sales_2025__old;

-- loses all rows of letters_new
DROP TABLE letters_new;

CREATE TABLE letters_old (
    name text NOT NULL
);

ALTER TABLE letters ATTACH PARTITION letters_old FOR VALUES FROM ('a') TO ('f');

ALTER TABLE lines ADD CONSTRAINT of_sale FOREIGN KEY (sale, at) REFERENCES sales (id, at) ON DELETE CASCADE;
