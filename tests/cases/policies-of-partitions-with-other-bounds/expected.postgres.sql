-- migrate:upgrade
ALTER TABLE m DETACH PARTITION m_1;

ALTER TABLE m_1 DISABLE ROW LEVEL SECURITY;

DROP POLICY p1 ON m_1;

DROP INDEX m_1_b_idx;

ALTER TABLE m DETACH PARTITION m_2;

DROP INDEX m_b;

DROP INDEX m_2_b_idx;

ALTER TABLE m
    ADD COLUMN who text DEFAULT CURRENT_USER,
    ALTER COLUMN b TYPE text;

ALTER TABLE m_1
    ADD COLUMN who text DEFAULT CURRENT_USER,
    ALTER COLUMN b TYPE text;

ALTER TABLE m_2
    ADD COLUMN who text DEFAULT CURRENT_USER,
    ALTER COLUMN b TYPE text;

-- what others write to m_1 while its rows are copied would be lost
LOCK TABLE m_1 IN ACCESS EXCLUSIVE MODE;

-- rows of m_1 that belong elsewhere
CREATE TEMPORARY TABLE m_1__rows AS SELECT * FROM m_1 WHERE (ten >= 1 AND (ten, ts) < (1, '2024-01-01 00:00:00+00') AND ten IS NOT NULL AND ts IS NOT NULL) IS NOT TRUE;

DELETE FROM m_1 WHERE (ten >= 1 AND (ten, ts) < (1, '2024-01-01 00:00:00+00') AND ten IS NOT NULL AND ts IS NOT NULL) IS NOT TRUE;

-- what others write to m_2 while its rows are copied would be lost
LOCK TABLE m_2 IN ACCESS EXCLUSIVE MODE;

-- rows of m_2 that belong elsewhere
CREATE TEMPORARY TABLE m_2__rows AS SELECT * FROM m_2 WHERE ((ten, ts) >= (2, '2024-01-01 00:00:00+00') AND ten IS NOT NULL AND ts IS NOT NULL) IS NOT TRUE;

DELETE FROM m_2 WHERE ((ten, ts) >= (2, '2024-01-01 00:00:00+00') AND ten IS NOT NULL AND ts IS NOT NULL) IS NOT TRUE;

CREATE TABLE m_1b (
    ten integer NOT NULL,
    ts timestamp with time zone NOT NULL,
    b text,
    who text DEFAULT CURRENT_USER
);

ALTER TABLE m ATTACH PARTITION m_1b FOR VALUES FROM (1, '2024-01-01 00:00:00+00') TO (2, '2024-01-01 00:00:00+00');

ALTER TABLE m ATTACH PARTITION m_1 FOR VALUES FROM (1, MINVALUE) TO (1, '2024-01-01 00:00:00+00');

ALTER TABLE m ATTACH PARTITION m_2 FOR VALUES FROM (2, '2024-01-01 00:00:00+00') TO (MAXVALUE, MAXVALUE);

-- fails while m_1 has rows that no partition of m takes
INSERT INTO m (ten, ts, b, who)
SELECT ten, ts, b, who
FROM m_1__rows;

DROP TABLE m_1__rows;

-- fails while m_2 has rows that no partition of m takes
INSERT INTO m (ten, ts, b, who)
SELECT ten, ts, b, who
FROM m_2__rows;

DROP TABLE m_2__rows;

CREATE POLICY p1 ON m_1b USING ((ten = 1) AND (who = CURRENT_USER));

ALTER TABLE m_1b ENABLE ROW LEVEL SECURITY;

ALTER TABLE m_2 FORCE ROW LEVEL SECURITY;

-- migrate:downgrade
ALTER TABLE m_1b DISABLE ROW LEVEL SECURITY;

DROP POLICY p1 ON m_1b;

ALTER TABLE m DETACH PARTITION m_1;

ALTER TABLE m DETACH PARTITION m_2;

ALTER TABLE m_2 NO FORCE ROW LEVEL SECURITY;

-- loses spaces, the order of keys and keys given twice of m.b
-- fails while m.b holds text that is no jsonb
ALTER TABLE m ALTER COLUMN b TYPE jsonb USING b::jsonb;

-- m_1b stands aside until its rows are copied
ALTER TABLE m DETACH PARTITION m_1b;

ALTER TABLE m_1b RENAME TO m_1b__old;

-- loses spaces, the order of keys and keys given twice of m_1.b
-- loses the values of m_1.who
-- fails while m_1.b holds text that is no jsonb
ALTER TABLE m_1
    ALTER COLUMN b TYPE jsonb USING b::jsonb,
    DROP COLUMN who;

-- loses spaces, the order of keys and keys given twice of m_2.b
-- loses the values of m_2.who
-- fails while m_2.b holds text that is no jsonb
ALTER TABLE m_2
    ALTER COLUMN b TYPE jsonb USING b::jsonb,
    DROP COLUMN who;

-- loses the values of m.who
ALTER TABLE m DROP COLUMN who;

CREATE INDEX m_b ON m USING gin (b);

CREATE INDEX m_1_b_idx ON m_1 USING gin (b);

ALTER TABLE m ATTACH PARTITION m_1 FOR VALUES FROM (1, MINVALUE) TO (2, MINVALUE);

CREATE INDEX m_2_b_idx ON m_2 USING gin (b);

ALTER TABLE m ATTACH PARTITION m_2 FOR VALUES FROM (2, MINVALUE) TO (3, MINVALUE);

-- fails while m_1b has rows that no partition of m takes
-- copies all rows of m_1b
INSERT INTO m (ten, ts, b)
SELECT ten, ts, b
FROM m_1b__old;

DROP TABLE m_1b__old;

CREATE POLICY p1 ON m_1 USING (ten = 1);

ALTER TABLE m_1 ENABLE ROW LEVEL SECURITY;
