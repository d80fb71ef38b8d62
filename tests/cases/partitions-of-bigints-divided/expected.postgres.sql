-- migrate:upgrade
ALTER TABLE customer DROP CONSTRAINT customer_w_d_fkey;

ALTER TABLE customer DETACH PARTITION customer_1;

ALTER TABLE district DETACH PARTITION district_1;

ALTER TABLE district DETACH PARTITION district_2;

-- event_1 stands aside until its rows are copied
ALTER TABLE event DETACH PARTITION event_1;

ALTER TABLE event_1 RENAME TO event_1__old;

CREATE TABLE event_a (
    id bigint NOT NULL,
    t text
);

ALTER TABLE event ATTACH PARTITION event_a FOR VALUES FROM ('0') TO ('90');

CREATE TABLE event_b (
    id bigint NOT NULL,
    t text
);

ALTER TABLE event ATTACH PARTITION event_b FOR VALUES FROM ('90') TO ('1000');

-- fails while event_1 has rows that no partition of event takes
-- copies all rows of event_1
INSERT INTO event (id, t)
SELECT id, t
FROM event_1__old;

DROP TABLE event_1__old;

-- what others write to customer_1 while its rows are copied would be lost
LOCK TABLE customer_1 IN ACCESS EXCLUSIVE MODE;

-- rows of customer_1 that belong elsewhere
CREATE TEMPORARY TABLE customer_1__rows AS SELECT * FROM customer_1 WHERE (d IN ('1', '2')) IS NOT TRUE;

DELETE FROM customer_1 WHERE (d IN ('1', '2')) IS NOT TRUE;

CREATE TABLE customer_2 (
    id integer NOT NULL,
    w bigint NOT NULL,
    d smallint NOT NULL
);

ALTER TABLE customer ATTACH PARTITION customer_2 FOR VALUES IN ('3');

ALTER TABLE customer ATTACH PARTITION customer_1 FOR VALUES IN ('1', '2');

-- fails while customer_1 has rows that no partition of customer takes
INSERT INTO customer (id, w, d)
SELECT id, w, d
FROM customer_1__rows;

DROP TABLE customer_1__rows;

-- what others write to district_1 while its rows are copied would be lost
LOCK TABLE district_1 IN ACCESS EXCLUSIVE MODE;

-- rows of district_1 that belong elsewhere
CREATE TEMPORARY TABLE district_1__rows AS SELECT * FROM district_1 WHERE (w >= '1' AND w < '5') IS NOT TRUE;

DELETE FROM district_1 WHERE (w >= '1' AND w < '5') IS NOT TRUE;

ALTER TABLE district ATTACH PARTITION district_1 FOR VALUES FROM ('1') TO ('5');

ALTER TABLE district ATTACH PARTITION district_2 FOR VALUES FROM ('5') TO ('20');

-- fails while district_1 has rows that no partition of district takes
INSERT INTO district (w, d)
SELECT w, d
FROM district_1__rows;

DROP TABLE district_1__rows;

ALTER TABLE customer ADD CONSTRAINT customer_w_d_fkey FOREIGN KEY (w, d) REFERENCES district (w, d);

-- migrate:downgrade
ALTER TABLE customer DROP CONSTRAINT customer_w_d_fkey;

ALTER TABLE customer DETACH PARTITION customer_1;

ALTER TABLE district DETACH PARTITION district_1;

ALTER TABLE district DETACH PARTITION district_2;

-- customer_2 stands aside until its rows are copied
ALTER TABLE customer DETACH PARTITION customer_2;

ALTER TABLE customer_2 RENAME TO customer_2__old;

ALTER TABLE customer ATTACH PARTITION customer_1 FOR VALUES IN ('1', '2', '3');

-- fails while customer_2 has rows that no partition of customer takes
-- copies all rows of customer_2
INSERT INTO customer (id, w, d)
SELECT id, w, d
FROM customer_2__old;

DROP TABLE customer_2__old;

-- event_b stands aside until its rows are copied
ALTER TABLE event DETACH PARTITION event_b;

ALTER TABLE event_b RENAME TO event_b__old;

-- event_a stands aside until its rows are copied
ALTER TABLE event DETACH PARTITION event_a;

ALTER TABLE event_a RENAME TO event_a__old;

CREATE TABLE event_1 (
    id bigint NOT NULL,
    t text
);

ALTER TABLE event ATTACH PARTITION event_1 FOR VALUES FROM ('0') TO ('1000');

-- fails while event_a has rows that no partition of event takes
-- copies all rows of event_a
INSERT INTO event (id, t)
SELECT id, t
FROM event_a__old;

DROP TABLE event_a__old;

-- fails while event_b has rows that no partition of event takes
-- copies all rows of event_b
INSERT INTO event (id, t)
SELECT id, t
FROM event_b__old;

DROP TABLE event_b__old;

-- what others write to district_2 while its rows are copied would be lost
LOCK TABLE district_2 IN ACCESS EXCLUSIVE MODE;

-- rows of district_2 that belong elsewhere
CREATE TEMPORARY TABLE district_2__rows AS SELECT * FROM district_2 WHERE (w >= '10' AND w < '20') IS NOT TRUE;

DELETE FROM district_2 WHERE (w >= '10' AND w < '20') IS NOT TRUE;

ALTER TABLE district ATTACH PARTITION district_1 FOR VALUES FROM ('1') TO ('10');

ALTER TABLE district ATTACH PARTITION district_2 FOR VALUES FROM ('10') TO ('20');

-- fails while district_2 has rows that no partition of district takes
INSERT INTO district (w, d)
SELECT w, d
FROM district_2__rows;

DROP TABLE district_2__rows;

ALTER TABLE customer ADD CONSTRAINT customer_w_d_fkey FOREIGN KEY (w, d) REFERENCES district (w, d);
