-- migrate:upgrade
DROP INDEX whole;

DROP INDEX goes;

CREATE TABLE q (
    a integer
) PARTITION BY LIST (a);

CREATE TABLE q1 (
    a integer
);

ALTER TABLE q ATTACH PARTITION q1 FOR VALUES IN (1);

CREATE TABLE q2 (
    a integer
);

CREATE UNIQUE INDEX q2_a ON q2 (a);

ALTER TABLE q ATTACH PARTITION q2 FOR VALUES IN (2);

CREATE INDEX part ON ONLY p (b);

ALTER INDEX part ATTACH PARTITION p1_own;

CREATE INDEX whole ON p (a);

CREATE UNIQUE INDEX q_a ON ONLY q (a);

ALTER INDEX q_a ATTACH PARTITION q2_a;

CREATE INDEX stays_1 ON p1 (b, a);

ALTER INDEX stays ATTACH PARTITION stays_1;

-- migrate:downgrade
DROP INDEX q_a;

DROP INDEX part;

DROP INDEX whole;

DROP INDEX stays;

-- loses all rows of q2
DROP TABLE q2;

-- loses all rows of q1
DROP TABLE q1;

-- loses all rows of q
DROP TABLE q;

CREATE INDEX goes ON ONLY p (a, b);

CREATE INDEX stays ON ONLY p (b, a);

CREATE INDEX p1_own ON p1 (b);

CREATE INDEX whole_1 ON p1 (a);

CREATE INDEX whole ON ONLY p (a);

ALTER INDEX whole ATTACH PARTITION whole_1;
